package dev.parley.internal.buffer;

import dev.parley.layer.Layer;
import java.nio.ByteBuffer;

/// What our side said while a login was going on, in order: for layers with one. Confined to its
/// session's thread; as long as the session lets its own side talk.
public final class PendingBytes {
  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  /// What a buffer takes besides its room: two objects.
  private static final int OWN_COST = 72;

  /// In put mode.
  private ByteBuffer bytes = NONE;

  /// Holds nothing.
  public PendingBytes() {}

  /// True while nothing is held.
  public boolean isEmpty() {
    return bytes.position() == 0;
  }

  /// How many bytes are held.
  public int size() {
    return bytes.position();
  }

  /// The bytes of memory that are held here.
  public long cost() {
    return bytes.capacity() == 0 ? 0 : (long) bytes.capacity() + OWN_COST;
  }

  /// Holds a copy of all from the position of `more` to its limit.
  public void add(ByteBuffer more) {
    bytes = BufferCopy.grown(bytes, bytes.position() + more.remaining(), Integer.MAX_VALUE - 8);
    bytes.put(more);
  }

  /// Gives out everything, and holds nothing afterwards.
  public void release(Layer.Sink sink) {
    if (isEmpty()) {
      return;
    }
    ByteBuffer all = bytes.flip();
    bytes = NONE;
    sink.put(all);
  }
}
