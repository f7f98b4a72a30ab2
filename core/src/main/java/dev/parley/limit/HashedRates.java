package dev.parley.limit;

import java.util.Arrays;

/// A rate limiter for any number of sources in a fixed amount of memory. It keeps no entry per
/// source, so nobody can evict another source's state by inventing sources.
///
/// A source has two slots, selected by its hash, and is allowed as long as one of them allows it (a
/// count-min sketch with conservative update): two sources only slow each other down if they share
/// both. Like a [TokenBucket], each slot holds just the time at which its bucket is full again
/// (GCRA, ITU-T I.371).
///
/// ```
///   hash ─┬─ upper half ─▶ first row   │ 4,096 times │
///         └─ lower half ─▶ second row  │ 4,096 times │
/// ```
///
/// Confined to one thread, never blocks, allocates nothing.
public final class HashedRates {
  /// Slots per row, a power of two: 64 KiB in all. A thousand throttled sources also throttle one
  /// in twenty of the others; a flood of invented sources needs 4,096 times the rate of one source
  /// to throttle everybody.
  static final int ROW = 1 << 12;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final long[] fullAt = new long[2 * ROW];
  private final long unitNanos;
  private final long mostAheadNanos;

  /// @param perSecond average rate, from 1 to a million
  /// @param burst burst, from 1 to a million
  public HashedRates(int perSecond, int burst, long nowNanos) {
    this.unitNanos = NANOS_PER_SECOND / perSecond;
    this.mostAheadNanos = (burst - 1) * unitNanos;
    Arrays.fill(fullAt, nowNanos);
  }

  /// Takes one token; if it is too soon, returns false and counts nothing.
  ///
  /// @param hash the [SecretHash] of the source
  public boolean take(long hash, long nowNanos) {
    int first = (int) (hash >>> 32) & (ROW - 1);
    int second = ROW + ((int) hash & (ROW - 1));
    long firstAhead = fullAt[first] - nowNanos;
    long secondAhead = fullAt[second] - nowNanos;
    long ahead = Math.max(Math.min(firstAhead, secondAhead), 0);
    if (ahead > mostAheadNanos) {
      return false;
    }
    long next = ahead + unitNanos;
    if (firstAhead < next) {
      fullAt[first] = nowNanos + next;
    }
    if (secondAhead < next) {
      fullAt[second] = nowNanos + next;
    }
    return true;
  }
}
