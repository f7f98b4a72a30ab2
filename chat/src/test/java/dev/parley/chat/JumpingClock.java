package dev.parley.chat;

import dev.parley.limit.Clock;
import java.time.Duration;
import java.time.Instant;

/// The clock of a machine whose calendar is set forward and back. Confined to a simulation.
final class JumpingClock implements Clock {
  private final Clock steady;
  private Duration set = Duration.ZERO;

  JumpingClock(Clock steady) {
    this.steady = steady;
  }

  void jump(Duration by) {
    set = set.plus(by);
  }

  @Override
  public long nanos() {
    return steady.nanos();
  }

  @Override
  public Instant now() {
    return steady.now().plus(set);
  }
}
