package dev.parley.internal.buffer;

import dev.parley.layer.Layer;
import dev.parley.layer.LayerBuffers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What was opened of the records that a read has brought, on its way or lent. It is given in one
/// piece, since a message may lie across records. Holds room until it is released. Confined to its
/// session's thread.
public final class DecryptedBuffer {
  private final LayerBuffers buffers;
  private @Nullable ByteBuffer bytes;

  public DecryptedBuffer(LayerBuffers buffers) {
    this.buffers = buffers;
  }

  /// Room for at least `more` bytes behind what is there, which is lent first if there is none.
  ///
  /// @param more at most [LayerBuffers#BYTES]
  public ByteBuffer room(int more, Layer.Sink inner) {
    ByteBuffer room = bytes;
    if (room != null && room.remaining() < more) {
      lend(inner); // for good: it cannot be told when the first of two was taken
      room = null;
    }
    if (room == null) {
      room = buffers.take(more);
      bytes = room;
    }
    return room;
  }

  /// Lends what is there, until [#release].
  public void lend(Layer.Sink inner) {
    ByteBuffer room = bytes;
    if (room != null && room.position() > 0) {
      inner.lend(room.flip());
    }
  }

  /// What was lent was taken.
  public void release() {
    ByteBuffer room = bytes;
    if (room != null) {
      bytes = null;
      buffers.giveBack(room);
    }
  }
}
