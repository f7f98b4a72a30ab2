package dev.parley.limit;

import dev.parley.problem.InvalidValueException;
import dev.parley.problem.SettingProblem;

/// A token bucket: limits one peer to an average of `rate` units (messages or bytes) a second, with
/// bursts of up to `burst` units.
///
/// Made for backpressure, so it never refuses. Input that has arrived is charged with [#spend],
/// going into debt if necessary; before the next read the caller asks [#waitNanos] how long to
/// leave the peer's bytes in the kernel. Nothing is dropped.
///
/// ```
///   read ─▶ spend(amount, now) ─▶ waitNanos(now) ── 0 ──▶ read on
///                                        └────── n ──▶ stop reading; again in n nanoseconds
/// ```
///
/// Integers only. The essential state is one `long`: the time at which the bucket will be full
/// again. Everything is counted in the time it takes to earn it, as in wireguard-go's
/// `ratelimiter.go` (cost = 10⁹ / rate); the fraction of a nanosecond left by the division is
/// carried over to the next spending, so that no rate drifts. Times are those of [Clock#nanos] and
/// may wrap.
///
/// Confined to one thread, never blocks, allocates nothing.
public final class TokenBucket {
  /// The highest rate and burst, in units: 10¹⁸ keeps every sum here within a `long`.
  public static final long MAX_RATE = 1_000_000_000_000_000_000L;

  /// The most that may be spent in one call, in units.
  public static final long MAX_SPEND = (1L << 32) - 1;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /// The longest debt kept, about 73 years, so that a peer cannot overflow the sum.
  private static final long MAX_LEAD_NANOS = Long.MAX_VALUE / 4;

  private final long rate;
  private final long unitNanos;
  private final long burstNanos;

  private long fullAtNanos;
  private long remainder;

  private TokenBucket(long rate, long burstNanos, long nowNanos) {
    this.rate = rate;
    this.unitNanos = NANOS_PER_SECOND / rate;
    this.burstNanos = burstNanos;
    this.fullAtNanos = nowNanos;
  }

  /// Returns a full bucket whose burst is what one second earns.
  ///
  /// @param rate units a second, from 1 to [#MAX_RATE]
  public static TokenBucket perSecond(long rate, long nowNanos) {
    checkRate(rate);
    return new TokenBucket(rate, NANOS_PER_SECOND, nowNanos);
  }

  /// Returns a full bucket with an explicit burst.
  ///
  /// @param rate units a second, from 1 to [#MAX_RATE]
  /// @param burst units that may be spent at once, from 1 to [#MAX_SPEND]
  public static TokenBucket perSecond(long rate, long burst, long nowNanos) {
    checkRate(rate);
    if (burst < 1 || burst > MAX_SPEND) {
      throw new InvalidValueException(SettingProblem.BURST, burst, MAX_SPEND);
    }
    return new TokenBucket(rate, Math.ceilDiv(burst * NANOS_PER_SECOND, rate), nowNanos);
  }

  /// Takes `amount` units, from 0 to [#MAX_SPEND], whether available or not; a deficit becomes
  /// debt.
  public void spend(long amount, long nowNanos) {
    if (amount < 0 || amount > MAX_SPEND) {
      throw new InvalidValueException(SettingProblem.SPEND, amount, MAX_SPEND);
    }
    long lead = fullAtNanos - nowNanos;
    if (lead <= 0) {
      lead = 0;
      remainder = 0;
    }
    long cost = amount * NANOS_PER_SECOND + remainder;
    remainder = cost % rate;
    fullAtNanos = nowNanos + Math.min(lead + cost / rate, MAX_LEAD_NANOS);
  }

  /// Returns the nanoseconds until all debt is paid and at least one unit can be spent without new
  /// debt; 0 means now.
  public long waitNanos(long nowNanos) {
    long lead = Math.max(fullAtNanos - nowNanos, 0);
    return Math.max(lead + unitNanos - burstNanos, 0);
  }

  private static void checkRate(long rate) {
    if (rate < 1 || rate > MAX_RATE) {
      throw new InvalidValueException(SettingProblem.RATE, rate, MAX_RATE);
    }
  }
}
