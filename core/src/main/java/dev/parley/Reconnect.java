package dev.parley;

import dev.parley.limit.Timeouts;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.SettingProblem;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// When a [StandingCall] connects again. Immutable.
///
/// The pause doubles with each failure, from `first` up to `longest`. Each is shortened by a random
/// part of up to its half, so that the clients of a server that was restarted do not all come at
/// the same moment. A session that has lasted for `longest` starts again with `first`.
///
/// @param first the pause after the first failure or end, more than 0
/// @param longest the longest pause, not less than `first`
public record Reconnect(Duration first, Duration longest) {
  private static final Reconnect DEFAULTS =
      new Reconnect(Duration.ofMillis(500), Duration.ofSeconds(30));

  /// Checks the pauses.
  ///
  /// @throws IllegalArgumentException if they are out of range
  public Reconnect {
    if (first.isNegative()
        || first.isZero()
        || longest.compareTo(first) < 0
        || longest.compareTo(Timeouts.LONGEST) > 0) {
      throw new InvalidValueException(SettingProblem.RECONNECT, first, longest, Timeouts.LONGEST);
    }
  }

  /// Returns pauses from half a second to half a minute.
  public static Reconnect defaults() {
    return DEFAULTS;
  }

  /// Returns the pause after this many failures in a row, in nanoseconds.
  ///
  /// @param failures at least 1
  long nanos(int failures, RandomGenerator random) {
    long most = longest.toNanos();
    long pause = first.toNanos();
    for (int i = 1; i < failures && pause < most; i++) {
      pause = pause > most / 2 ? most : 2 * pause;
    }
    return pause - random.nextLong(pause / 2 + 1);
  }
}
