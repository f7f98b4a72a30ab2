package dev.parley.secure;

import java.nio.ByteBuffer;

/// Bytes on their way from one buffer to another.
final class Transfer {
  private Transfer() {}

  /// Moves `length` bytes, which are there, from the position of `from` to that of `to`, which has
  /// room for them. Both positions move.
  static void move(ByteBuffer from, int length, ByteBuffer to) {
    to.put(to.position(), from, from.position(), length);
    to.position(to.position() + length);
    from.position(from.position() + length);
  }
}
