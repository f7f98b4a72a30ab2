package dev.parley.internal.buffer;

import dev.parley.layer.Layer;
import java.nio.ByteBuffer;

/// The bytes that our side has sent during a login, in order, until they may leave. Unbounded: the
/// session limits how much its own side may send. Confined to its session's thread.
public final class PendingBytes {
  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  /// The memory of a buffer besides its content: two objects.
  private static final int OWN_COST = 72;

  /// In put mode.
  private ByteBuffer bytes = NONE;

  /// An empty queue.
  public PendingBytes() {}

  /// True if no bytes are pending.
  public boolean isEmpty() {
    return bytes.position() == 0;
  }

  /// Returns how many bytes are pending.
  public int size() {
    return bytes.position();
  }

  /// Returns the memory that is held here, in bytes.
  public long cost() {
    return bytes.capacity() == 0 ? 0 : (long) bytes.capacity() + OWN_COST;
  }

  /// Adds a copy of the bytes from the position of `more` to its limit.
  public void add(ByteBuffer more) {
    bytes = BufferCopy.grown(bytes, bytes.position() + more.remaining(), Integer.MAX_VALUE - 8);
    bytes.put(more);
  }

  /// Emits all bytes and is empty afterwards.
  public void release(Layer.Sink sink) {
    if (isEmpty()) {
      return;
    }
    ByteBuffer all = bytes.flip();
    bytes = NONE;
    sink.put(all);
  }
}
