package dev.parley.internal.buffer;

import java.nio.ByteBuffer;

/// Bytes on their way from one buffer to another.
public final class BufferCopy {
  private BufferCopy() {}

  /// `part`, which is being filled, with room for `bytes` in all. It grows with what has come,
  /// doubling up to `most`, never with what a header announces.
  public static ByteBuffer grown(ByteBuffer part, int bytes, int most) {
    if (part.capacity() >= bytes) {
      return part;
    }
    int room = Math.min(Math.max(2 * part.capacity(), bytes), most);
    return ByteBuffer.allocate(room).put(part.flip());
  }

  /// Moves `length` bytes, which are there, from the position of `from` to that of `to`, which has
  /// room for them. Both positions move.
  public static void move(ByteBuffer from, int length, ByteBuffer to) {
    to.put(to.position(), from, from.position(), length);
    to.position(to.position() + length);
    from.position(from.position() + length);
  }
}
