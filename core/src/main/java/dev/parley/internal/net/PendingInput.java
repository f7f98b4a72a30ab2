package dev.parley.internal.net;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The bytes that one link keeps until its receiver consumes them: those of an incomplete frame, or
/// those that a pause holds back. An idle link has none. Confined to its loop.
///
/// The array is as large as what has arrived and grows by doubling, never with a length that the
/// peer announces.
final class PendingInput {
  /// The memory of an instance besides its capacity, in bytes: three objects.
  private static final int OWN_COST = 88;

  private ByteBuffer bytes;

  private PendingInput(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /// Returns a copy of the rest of `in`.
  static PendingInput copyOf(ByteBuffer in) {
    return new PendingInput(copy(in));
  }

  /// Takes over a buffer.
  static PendingInput of(ByteBuffer bytes) {
    return new PendingInput(bytes);
  }

  private static ByteBuffer copy(ByteBuffer in) {
    return ByteBuffer.allocate(in.remaining()).put(in).flip();
  }

  /// Returns the bytes for a receiver, which advances the position past what it consumes.
  ByteBuffer bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return !bytes.hasRemaining();
  }

  /// Returns the memory that `input` takes, in bytes, 0 for null. Counts capacity, not content.
  static int cost(@Nullable PendingInput input) {
    return input == null ? 0 : input.bytes.capacity() + OWN_COST;
  }

  /// Returns true if a read of useful size fits behind these bytes into a buffer of `capacity`.
  boolean leavesRoomIn(int capacity) {
    return bytes.remaining() <= capacity / 2;
  }

  /// Appends `in`, which is a read.
  ///
  /// @param maxBytes the maximum that the receiver leaves unconsumed
  void append(ByteBuffer in, int maxBytes) {
    if (bytes.capacity() - bytes.limit() >= in.remaining()) {
      int end = bytes.limit();
      bytes.limit(end + in.remaining());
      bytes.put(end, in, in.position(), in.remaining());
      in.position(in.limit());
      return;
    }
    int need = bytes.remaining() + in.remaining();
    long max = (long) maxBytes + EventLoop.BUFFER_BYTES;
    ByteBuffer larger = ByteBuffer.allocate((int) Math.max(need, Math.min(2L * need, max)));
    bytes = larger.put(bytes).put(in).flip();
  }

  /// Releases the capacity of a large message that has passed.
  void trim() {
    if (bytes.capacity() / 4 > bytes.remaining()) {
      bytes = copy(bytes);
    }
  }
}
