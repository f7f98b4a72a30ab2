package dev.parley.internal.buffer;

import dev.parley.layer.Layer;
import dev.parley.layer.LayerBuffers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The plaintext of the records in one read, being collected or lent to the decoder. It is handed
/// over in one piece, since a message may span records. Holds a buffer until [#release]. Confined
/// to its session's thread.
public final class DecryptedBuffer {
  private final LayerBuffers buffers;
  private @Nullable ByteBuffer bytes;

  /// An empty buffer.
  public DecryptedBuffer(LayerBuffers buffers) {
    this.buffers = buffers;
  }

  /// Returns room for at least `more` bytes behind the present ones. If there is none, lends those
  /// first and takes a new buffer.
  ///
  /// @param more at most [LayerBuffers#BYTES]
  public ByteBuffer room(int more, Layer.Sink inner) {
    ByteBuffer room = bytes;
    if (room != null && room.remaining() < more) {
      lend(inner); // not freed: release cannot tell two apart
      room = null;
    }
    if (room == null) {
      room = buffers.take(more);
      bytes = room;
    }
    return room;
  }

  /// Lends the present bytes, until [#release].
  public void lend(Layer.Sink inner) {
    ByteBuffer room = bytes;
    if (room != null && room.position() > 0) {
      inner.lend(room.flip());
    }
  }

  /// Frees the buffer that was lent: its content has been consumed.
  public void release() {
    ByteBuffer room = bytes;
    if (room != null) {
      bytes = null;
      buffers.giveBack(room);
    }
  }
}
