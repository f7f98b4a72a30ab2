package dev.parley.internal.net;

import java.util.concurrent.TimeUnit;

/// The pauses of a listener while `accept` fails: 10 ms, doubling to 500 ms. So at the descriptor
/// limit it costs next to nothing, and recovers within a second. (One that retries at once fails
/// some 400,000 times a second.) Confined to the thread that accepts.
final class AcceptBackOff {
  private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private long next = FIRST_NANOS;

  /// Returns the pause after one more failure.
  long next() {
    long nanos = next;
    next = Math.min(nanos * 2, MAX_NANOS);
    return nanos;
  }

  /// A connection was accepted: the next pause is the first again.
  void reset() {
    next = FIRST_NANOS;
  }
}
