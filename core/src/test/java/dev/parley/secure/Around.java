package dev.parley.secure;

import dev.parley.layer.RecordBuffers;
import dev.parley.limit.Clock;
import dev.parley.testing.ManualClock;

/// Surroundings for layers under test.
public final class Around {
  private Around() {}

  /// Without random bytes.
  public static Surroundings none() {
    return with(Entropy.none());
  }

  public static Surroundings with(Entropy entropy) {
    return with(entropy, new ManualClock(), "line");
  }

  public static Surroundings with(Entropy entropy, Clock clock, String framing) {
    return new Surroundings(entropy, clock, new Agreement(framing, framing), new RecordBuffers());
  }
}
