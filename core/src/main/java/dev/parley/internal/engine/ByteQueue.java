package dev.parley.internal.engine;

import dev.parley.layer.Layer;
import java.nio.ByteBuffer;

/// A queue of bytes on their way from a layer to the next stage. Its users bound it; it holds no
/// buffer while empty. A borrowed buffer is copied only if bytes remain in it at the end of the
/// batch. Confined to one thread.
final class ByteQueue implements Layer.Sink {
  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  /// The memory that a buffer takes besides its capacity, in bytes: two objects.
  private static final int OWN_COST = 72;

  private ByteBuffer bytes = EMPTY;

  /// True while the bytes lie in a borrowed buffer.
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

  /// Returns the bytes, from the buffer's position to its limit; the caller consumes them by moving
  /// the position.
  ByteBuffer bytes() {
    return bytes;
  }

  /// Returns the bytes of memory held here, without a borrowed buffer.
  int cost() {
    return isLent || bytes.capacity() == 0 ? 0 : bytes.capacity() + OWN_COST;
  }

  /// Drops all bytes.
  void clear() {
    bytes = EMPTY;
    isLent = false;
  }

  /// Releases a borrowed buffer, all capacity if nothing is left, and most of it if little is.
  void release() {
    if (!bytes.hasRemaining()) {
      bytes = EMPTY;
    } else if (isLent || bytes.capacity() / 4 > bytes.remaining()) {
      bytes = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }
    isLent = false;
  }
}
