package dev.parley.testing;

import dev.parley.limit.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that advances only when a test says so. Safe for any thread.
public final class ManualClock implements Clock {
  /// A little less than the time between two checks of the deadlines by a loop.
  ///
  /// A loop with sessions sleeps until its next check is due, and nobody wakes it when this clock
  /// is advanced. If the clock was advanced by this much before, the check is due within a
  /// millisecond, so that the loop looks at the clock all the time and finds the next advance at
  /// once. That begins when something wakes the loop, such as a message, and ends with a check. The
  /// loop's first session starts the time anew.
  public static final Duration NEARLY_A_SWEEP = Duration.ofMillis(249);

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
