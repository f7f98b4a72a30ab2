package dev.parley.internal.buffer;

import dev.parley.layer.LayerBuffers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The plaintext that our side has sent since the last flush, in order, so that one write needs few
/// records. Holds a buffer only while it is not empty. Confined to its session's thread.
public final class PlaintextBuffer {
  private final LayerBuffers buffers;
  private @Nullable ByteBuffer bytes;

  /// An empty buffer.
  public PlaintextBuffer(LayerBuffers buffers) {
    this.buffers = buffers;
  }

  /// Reserves room for `more` bytes behind the present ones; null if that exceeds
  /// [LayerBuffers#BYTES] in total, so that [#take] must come first. The caller writes at most that
  /// many at the buffer's position.
  public @Nullable ByteBuffer room(int more) {
    ByteBuffer room = bytes;
    int size = more + (room == null ? 0 : room.position());
    if (size > LayerBuffers.BYTES) {
      return null;
    }
    if (room == null) {
      room = buffers.take(more);
    } else if (room.remaining() < more) {
      ByteBuffer larger =
          buffers.take(Math.min(Math.max(2 * room.capacity(), size), LayerBuffers.BYTES));
      larger.put(room.flip());
      buffers.giveBack(room);
      room = larger;
    }
    bytes = room;
    return room;
  }

  /// Removes and returns all bytes, from position to limit; null if there are none. The caller
  /// gives the buffer back to the [LayerBuffers].
  public @Nullable ByteBuffer take() {
    ByteBuffer taken = bytes;
    bytes = null;
    return taken == null ? null : taken.flip();
  }

  /// Returns the memory that is held here, in bytes.
  public int cost() {
    ByteBuffer room = bytes;
    return room == null ? 0 : room.capacity();
  }
}
