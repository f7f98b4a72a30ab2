package dev.parley.limit;

import java.util.Arrays;

/// Admission control for datagrams from unknown senders: a limited number per second is admitted,
/// and above that only senders that retry. Forged senders are different each time; an honest peer
/// repeats a request that got no answer.
///
/// ```
///   unknown ──▶ fewer than perSecond? ──▶ admitted
///                       │ no
///                       ▼
///               sent in this second or the one before? ──▶ admitted
///                       │ no
///                       ▼
///               remembered, and put off
/// ```
///
/// Senders are remembered as bits, two million for each of two seconds: in a flood of 200,000 a
/// second, one in ten is mistaken for a retry. Allocated when first needed. Confined to one thread,
/// never blocks.
public final class NewcomerGate {
  /// The largest burst of newcomers. Existing peers wait behind all of them, and a server that has
  /// just started takes 30 µs for each.
  static final int AT_ONCE = 1_000;

  private static final int BITS = 1 << 21;
  private static final int BITS_PER_WORD = Long.SIZE;
  private static final long GENERATION_NANOS = 1_000_000_000;

  private final TokenBucket bucket;
  private long[] now = {};
  private long[] before = {};
  private long begunAt;

  /// @param perSecond average rate of newcomers, from 1 to a million; the burst is the same, at
  ///   most [#AT_ONCE]
  public NewcomerGate(int perSecond, long nowNanos) {
    this.bucket = TokenBucket.perSecond(perSecond, Math.min(perSecond, AT_ONCE), nowNanos);
  }

  /// Returns true if a newcomer is admitted now.
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
