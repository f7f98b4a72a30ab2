package dev.parley.limit;

import java.util.Arrays;

/// Which senders of datagrams nobody has heard of are let in while there are too many of them: so
/// many a second, and of all others those who send again. Forged senders are another one each time;
/// an honest peer repeats what had no answer.
///
/// ```
///   unknown ──▶ fewer than perSecond? ──▶ in
///                       │ no
///                       ▼
///               sent in this second or the one before? ──▶ in
///                       │ no
///                       ▼
///               noted, and put off
/// ```
///
/// What was noted is kept as bits, two million for each of two seconds: in a flood of 200,000 a
/// second one in ten is taken for one who sends again. Made when it is first needed. Confined to
/// one thread, never blocks.
public final class NewcomerGate {
  /// The most newcomers at once. Those who talk already wait behind all of them, and a server that
  /// has just started takes 30 µs for each.
  static final int AT_ONCE = 1_000;

  private static final int BITS = 1 << 21;
  private static final int BITS_PER_WORD = Long.SIZE;
  private static final long GENERATION_NANOS = 1_000_000_000;

  private final TokenBucket bucket;
  private long[] now = {};
  private long[] before = {};
  private long begunAt;

  /// @param perSecond newcomers on average, from 1 to a million; at once as many, or [#AT_ONCE]
  public NewcomerGate(int perSecond, long nowNanos) {
    this.bucket = TokenBucket.perSecond(perSecond, Math.min(perSecond, AT_ONCE), nowNanos);
  }

  /// True if a newcomer is let in now.
  ///
  /// @param hash the [SecretHash] of its address
  public boolean admits(int hash, long nowNanos) {
    if (bucket.waitNanos(nowNanos) == 0) {
      bucket.spend(1, nowNanos);
      return true;
    }
    turn(nowNanos);
    int bit = hash & (BITS - 1);
    boolean isKnown = has(now, bit) || has(before, bit);
    now[bit / BITS_PER_WORD] |= 1L << bit;
    return isKnown;
  }

  private static boolean has(long[] bits, int bit) {
    return (bits[bit / BITS_PER_WORD] & 1L << bit) != 0;
  }

  private void turn(long nowNanos) {
    if (now.length == 0) {
      now = new long[BITS / BITS_PER_WORD];
      before = new long[BITS / BITS_PER_WORD];
      begunAt = nowNanos;
    }
    long passed = nowNanos - begunAt;
    if (passed >= GENERATION_NANOS) {
      long[] oldest = before;
      before = now;
      now = oldest;
      Arrays.fill(now, 0);
      if (passed >= 2 * GENERATION_NANOS) {
        Arrays.fill(before, 0);
      }
      begunAt = nowNanos;
    }
  }
}
