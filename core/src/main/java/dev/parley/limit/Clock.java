package dev.parley.limit;

import java.time.Instant;

/// A source of time: a monotonic count for timers, calendar time for people.
///
/// This is the only type that asks the machine for the time. Everything else takes a `Clock` or a
/// number, so that tests control time themselves. Safe for any thread, never blocks.
public interface Clock {
  /// Returns nanoseconds since an arbitrary moment, as [System#nanoTime] does. Monotonic, whatever
  /// happens to the calendar time. The number may be negative and may wrap; only compare two of
  /// them by their difference.
  long nanos();

  /// Returns the calendar time in UTC. It may jump when the machine's clock is set, so no timer may
  /// depend on it.
  Instant now();

  /// Returns the machine's clock.
  static Clock system() {
    return new Clock() {
      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public Instant now() {
        return Instant.now();
      }
    };
  }
}
