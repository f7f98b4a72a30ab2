package dev.parley.load;

import dev.parley.limit.Clock;
import java.time.Instant;

/// A clock that the test sets.
final class HandSetClock implements Clock {
  long nanos;

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant now() {
    return Instant.EPOCH;
  }
}
