package dev.parley.internal.net.memory;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/// A datagram on its way. Immutable.
///
/// @param bytes from index 0 to its limit; its position is not used
public record MemoryDatagram(InetSocketAddress from, InetSocketAddress to, ByteBuffer bytes) {
  /// Copies a datagram's bytes from the position of `bytes` to its limit, and advances the
  /// position.
  static MemoryDatagram copy(InetSocketAddress from, InetSocketAddress to, ByteBuffer bytes) {
    return new MemoryDatagram(
        from, to, ByteBuffer.allocate(bytes.remaining()).put(bytes).flip().asReadOnlyBuffer());
  }

  /// Returns the number of bytes.
  public int size() {
    return bytes.limit();
  }

  /// Copies as much as there is room for, as the system does.
  void copyTo(ByteBuffer to) {
    int count = Math.min(size(), to.remaining());
    to.put(to.position(), bytes, 0, count).position(to.position() + count);
  }
}
