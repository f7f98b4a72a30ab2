package dev.parley.chat.internal.hub;

import java.time.Duration;

/// How often a connection may take another name, of which all who see it are told: a burst, then
/// one in ten seconds. Confined to the hub's loop.
final class RenameBudget {
  static final int BURST = 3;
  static final Duration INTERVAL = Duration.ofSeconds(10);

  private static final long INTERVAL_NANOS = INTERVAL.toNanos();

  private int left = BURST;

  /// From when on `left` grows by one in each interval; of no meaning while it is full.
  private long sinceNanos;

  /// Returns for how many nanoseconds to wait before the next; 0 for none.
  long waitNanos(long nowNanos) {
    if (left < BURST) {
      long grown = Math.min((nowNanos - sinceNanos) / INTERVAL_NANOS, BURST - left);
      left += (int) grown;
      sinceNanos += grown * INTERVAL_NANOS;
    }
    return left > 0 ? 0 : INTERVAL_NANOS - (nowNanos - sinceNanos);
  }

  /// Takes one, for which there was nothing to wait.
  void take(long nowNanos) {
    if (left == BURST) {
      sinceNanos = nowNanos;
    }
    left--;
  }
}
