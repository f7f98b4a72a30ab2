package dev.parley.services;

import dev.parley.limit.Clock;
import java.time.Instant;

/// A clock with a fixed calendar time.
record FixedClock(Instant now) implements Clock {
  /// The time it shows: on a Saturday.
  static final FixedClock TEN = new FixedClock(Instant.parse("2026-11-21T10:00:00Z"));

  @Override
  public long nanos() {
    return 0;
  }
}
