package dev.parley.limit;

import java.time.Instant;

/// Where time comes from: a steady count for every timer, a calendar time for what people read.
///
/// This is the only type that asks the machine for the time; everything else takes a `Clock` or a
/// number, so that tests turn the hands themselves. Safe for any thread, never blocks.
public interface Clock {
  /// Nanoseconds since some fixed moment, as [System#nanoTime] counts them: never back, whatever
  /// happens to the calendar. The number may be negative and may wrap; compare two of them by their
  /// difference only.
  long nanos();

  /// The calendar time, in UTC. It may jump when somebody sets the machine's clock, so no timer may
  /// depend on it.
  Instant now();

  /// The machine's own clock.
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
