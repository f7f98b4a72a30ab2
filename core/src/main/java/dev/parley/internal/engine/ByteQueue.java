package dev.parley.internal.engine;

import dev.parley.layer.Layer;
import java.nio.ByteBuffer;

/// Bytes on their way from a layer to the next stage: put at the end, taken from the front. Its
/// users bound it; it holds no room while empty. What is lent is copied only if it is still there
/// when the batch is over. Confined to one thread.
final class ByteQueue implements Layer.Sink {
  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  /// What a buffer takes besides its room: two objects.
  private static final int OWN_COST = 72;

  private ByteBuffer bytes = EMPTY;

  /// The bytes lie in the buffer of somebody else.
  private boolean isLent;

  @Override
  public void put(ByteBuffer more) {
    int room = isLent ? 0 : bytes.capacity() - bytes.limit();
    if (room >= more.remaining()) {
      int end = bytes.limit();
      bytes.limit(end + more.remaining());
      bytes.put(end, more, more.position(), more.remaining());
      more.position(more.limit());
      return;
    }
    int size = bytes.remaining() + more.remaining();
    int capacity = !bytes.hasRemaining() ? size : (int) Math.min(2L * size, Integer.MAX_VALUE - 8);
    bytes = ByteBuffer.allocate(capacity).put(bytes).put(more).flip();
    isLent = false;
  }

  @Override
  public void lend(ByteBuffer more) {
    if (bytes.hasRemaining()) {
      put(more);
    } else {
      bytes = more;
      isLent = true;
    }
  }

  /// The bytes, from its position to its limit; what the caller moves the position over is taken.
  ByteBuffer bytes() {
    return bytes;
  }

  /// The bytes of memory that are held here; what is lent is not.
  int cost() {
    return isLent || bytes.capacity() == 0 ? 0 : bytes.capacity() + OWN_COST;
  }

  /// Drops all bytes.
  void clear() {
    bytes = EMPTY;
    isLent = false;
  }

  /// Lets go of what was lent, of the room if nothing is left, and of most of it if little is.
  void release() {
    if (!bytes.hasRemaining()) {
      bytes = EMPTY;
    } else if (isLent || bytes.capacity() / 4 > bytes.remaining()) {
      bytes = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }
    isLent = false;
  }
}
