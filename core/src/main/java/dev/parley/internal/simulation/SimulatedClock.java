package dev.parley.internal.simulation;

import dev.parley.limit.Clock;
import java.time.Instant;

/// The clock of a simulated host: stands still until the host advances it.
final class SimulatedClock implements Clock {
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  /// The monotonic time begins shortly before it wraps, since programs must only compare it.
  private static final long START = Long.MAX_VALUE - 1_000_000_000L;

  private volatile long elapsedNanos;

  @Override
  public long nanos() {
    return START + elapsedNanos;
  }

  @Override
  public Instant now() {
    return EPOCH.plusNanos(elapsedNanos);
  }

  /// Returns the nanoseconds since the simulation began.
  long elapsed() {
    return elapsedNanos;
  }

  /// Sets the nanoseconds since the simulation began.
  void advanceTo(long nanos) {
    elapsedNanos = nanos;
  }
}
