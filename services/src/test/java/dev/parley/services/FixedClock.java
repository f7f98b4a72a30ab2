package dev.parley.services;

import dev.parley.limit.Clock;
import java.time.Instant;

/// A clock whose calendar stands still.
record FixedClock(Instant now) implements Clock {
  /// What it shows: a Saturday.
  static final FixedClock TEN = new FixedClock(Instant.parse("2026-11-21T10:00:00Z"));

  @Override
  public long nanos() {
    return 0;
  }
}
