package dev.parley.limit;

import java.util.Arrays;

/// How often each of any number of sources may do something, in a fixed amount of memory. Nothing
/// is kept of a source, so nobody can push out what is known of another one by inventing sources.
///
/// A source has two places, picked by its hash, and may go on as long as one of them allows it (a
/// count-min sketch with conservative update): two sources hold each other back only if they share
/// both. Each place holds, as a [TokenBucket] does, the moment at which its bucket is full again
/// (GCRA, ITU-T I.371): that is all there is to know.
///
/// ```
///   hash ─┬─ upper half ─▶ first row   │ 4,096 moments │
///         └─ lower half ─▶ second row  │ 4,096 moments │
/// ```
///
/// Confined to one thread, never blocks, allocates nothing.
public final class HashedRates {
  /// Places in a row, a power of two: 64 KiB in all. A thousand sources that are held back at a
  /// time hold back one in twenty others; a flood of invented ones needs 4,096 times the rate of
  /// one to hold back all.
  static final int ROW = 1 << 12;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final long[] fullAt = new long[2 * ROW];
  private final long unitNanos;
  private final long mostAheadNanos;

  /// @param perSecond how often on average, from 1 to a million
  /// @param burst how often at once, from 1 to a million
  public HashedRates(int perSecond, int burst, long nowNanos) {
    this.unitNanos = NANOS_PER_SECOND / perSecond;
    this.mostAheadNanos = (burst - 1) * unitNanos;
    Arrays.fill(fullAt, nowNanos);
  }

  /// Counts once more; false, and nothing counted, if it is too soon.
  ///
  /// @param hash the source's, a [SecretHash]
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
