package dev.parley.testing;

import dev.parley.limit.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that advances only when a test says so. Safe for any thread.
public final class ManualClock implements Clock {
  private static final Instant EPOCH = Instant.parse("2026-11-21T10:00:00Z");

  private final long startNanos;
  private final AtomicLong elapsedNanos = new AtomicLong();

  /// Creates a clock whose monotonic time starts near zero.
  public ManualClock() {
    this(0);
  }

  /// Creates a clock whose monotonic time starts at `startNanos`; near [Long#MAX_VALUE] it soon
  /// wraps.
  public ManualClock(long startNanos) {
    this.startNanos = startNanos;
  }

  @Override
  public long nanos() {
    return startNanos + elapsedNanos.get();
  }

  @Override
  public Instant now() {
    return EPOCH.plusNanos(elapsedNanos.get());
  }

  /// Advances both the monotonic and the calendar time.
  public void advance(Duration duration) {
    elapsedNanos.addAndGet(duration.toNanos());
  }
}
