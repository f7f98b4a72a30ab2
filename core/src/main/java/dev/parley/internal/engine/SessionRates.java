package dev.parley.internal.engine;

import dev.parley.limit.Limits;
import dev.parley.limit.TokenBucket;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The limits on the messages and bytes per second of one session: pauses its reading while the
/// peer is ahead of them. A session without such limits has none. Confined to its loop.
final class SessionRates {
  private static final long MAX_TIMER_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final SessionCore session;
  private final Limits limits;
  private final @Nullable TokenBucket messages;
  private final @Nullable TokenBucket bytes;

  private SessionRates(
      SessionCore session,
      Limits limits,
      @Nullable TokenBucket messages,
      @Nullable TokenBucket bytes) {
    this.session = session;
    this.limits = limits;
    this.messages = messages;
    this.bytes = bytes;
  }

  /// Returns the rates of a session that begins now, null if there are no limits.
  static @Nullable SessionRates of(SessionCore session, Limits limits, long now) {
    int messages = limits.messagesPerSecond();
    long bytes = limits.bytesPerSecond();
    if (messages == 0 && bytes == 0) {
      return null;
    }
    return new SessionRates(
        session,
        limits,
        messages == 0 ? null : TokenBucket.perSecond(messages, now),
        bytes == 0 ? null : TokenBucket.perSecond(bytes, now));
  }

  /// Returns true if `rates`, null without limits, are those of `limits`.
  static boolean areOf(@Nullable SessionRates rates, Limits limits) {
    return limits.messagesPerSecond() == (rates == null ? 0 : rates.limits.messagesPerSecond())
        && limits.bytesPerSecond() == (rates == null ? 0 : rates.limits.bytesPerSecond());
  }

  /// Counts one message that was delivered.
  void countMessage() {
    spend(messages, 1);
  }

  /// Counts `count` bytes that were received.
  void countBytes(int count) {
    spend(bytes, count);
  }

  private void spend(@Nullable TokenBucket rate, int count) {
    if (rate == null || count == 0) {
      return;
    }
    long now = session.loop.now();
    rate.spend(count, now);
    long wait = rate.waitNanos(now);
    if (wait > 0 && !session.isPausedBy(SessionCore.PAUSED_BY_RATE)) {
      session.pause(SessionCore.PAUSED_BY_RATE);
      checkIn(wait);
    }
  }

  /// Waits in steps, so that the timer does not keep a closed session in memory until its debt is
  /// paid.
  private void checkIn(long wait) {
    session.loop.schedule(session.loop.now() + Math.min(wait, MAX_TIMER_NANOS), this::check);
  }

  private void check() {
    if (!session.isOpen() || !session.hasRates(this)) {
      return;
    }
    long wait = Math.max(waitOf(messages), waitOf(bytes));
    if (wait > 0) {
      checkIn(wait);
    } else {
      session.unpause(SessionCore.PAUSED_BY_RATE);
    }
  }

  private long waitOf(@Nullable TokenBucket rate) {
    return rate == null ? 0 : rate.waitNanos(session.loop.now());
  }
}
