package dev.parley.internal.buffer;

import dev.parley.layer.LayerBuffers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What our side has said since the last flush, in order, so that one record serves all that leaves
/// in one write. Holds room only while there is something. Confined to its session's thread.
public final class PlaintextBuffer {
  private final LayerBuffers buffers;
  private @Nullable ByteBuffer bytes;

  public PlaintextBuffer(LayerBuffers buffers) {
    this.buffers = buffers;
  }

  /// Room for `more` bytes behind what is there; null if that makes more than [LayerBuffers#BYTES],
  /// so that [#take] must come first. Whoever asks puts at most so many at its position.
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

  /// All of it, from position to limit, and nothing is here any more; null if nothing was. Who
  /// takes it gives its room back to the buffers.
  public @Nullable ByteBuffer take() {
    ByteBuffer taken = bytes;
    bytes = null;
    return taken == null ? null : taken.flip();
  }

  /// The bytes of memory that are held here.
  public int cost() {
    ByteBuffer room = bytes;
    return room == null ? 0 : room.capacity();
  }
}
