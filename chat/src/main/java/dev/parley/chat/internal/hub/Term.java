package dev.parley.chat.internal.hub;

import dev.parley.limit.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// When something ends that outlasts the process: for the log a time of the calendar, and while the
/// process runs a time of the clock that never jumps. Immutable.
///
/// @param endMillis milliseconds since 1970; 0 for no end
/// @param endNanos by [Clock#nanos]; of no meaning without an end
record Term(long endMillis, long endNanos) {
  static final Term ENDLESS = new Term(0, 0);

  private static final Duration MAX = Duration.ofDays(36_500);

  /// Returns a term that begins now.
  ///
  /// @param duration null for no end
  static Term of(@Nullable Duration duration, Clock clock) {
    return duration == null
        ? ENDLESS
        : new Term(clock.now().plus(duration).toEpochMilli(), clock.nanos() + duration.toNanos());
  }

  /// Returns a term that the log has kept.
  static Term kept(long endMillis, Clock clock) {
    if (endMillis == 0) {
      return ENDLESS;
    }
    long left = endMillis - clock.now().toEpochMilli();
    long most = MAX.toMillis();
    return new Term(
        endMillis, clock.nanos() + Duration.ofMillis(Math.clamp(left, -most, most)).toNanos());
  }

  boolean isOver(Clock clock) {
    return endMillis != 0 && clock.nanos() - endNanos >= 0;
  }
}
