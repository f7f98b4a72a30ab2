package dev.parley.internal.buffer;

import java.nio.ByteBuffer;

/// Copies bytes between buffers.
public final class BufferCopy {
  private BufferCopy() {}

  /// Returns `part`, a buffer being filled, with room for `bytes` in total. It grows with the bytes
  /// received, doubling up to `most`, never by the length that a header announces.
  public static ByteBuffer grown(ByteBuffer part, int bytes, int most) {
    if (part.capacity() >= bytes) {
      return part;
    }
    int room = Math.min(Math.max(2 * part.capacity(), bytes), most);
    return ByteBuffer.allocate(room).put(part.flip());
  }

  /// Moves `length` bytes from the position of `from` to that of `to`; both must have that many
  /// remaining. Advances both positions.
  public static void move(ByteBuffer from, int length, ByteBuffer to) {
    to.put(to.position(), from, from.position(), length);
    to.position(to.position() + length);
    from.position(from.position() + length);
  }
}
