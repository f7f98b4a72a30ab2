package dev.parley.secure;

import dev.parley.limit.Clock;
import dev.parley.testing.ManualClock;

/// Surroundings for layers under test.
final class Around {
  private Around() {}

  /// Without random bytes.
  static Surroundings none() {
    return with(Entropy.none());
  }

  static Surroundings with(Entropy entropy) {
    return with(entropy, new ManualClock(), "line");
  }

  static Surroundings with(Entropy entropy, Clock clock, String framing) {
    return new Surroundings(entropy, clock, new Agreement(framing, framing), new RecordBuffers());
  }
}
