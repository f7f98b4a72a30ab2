package dev.parley.secure;

import dev.parley.layer.LayerBuffers;
import dev.parley.limit.Clock;
import dev.parley.testing.ManualClock;

/// Layer contexts for layers under test.
public final class Around {
  private Around() {}

  /// A context without random bytes.
  public static LayerContext none() {
    return with(Entropy.none());
  }

  public static LayerContext with(Entropy entropy) {
    return with(entropy, new ManualClock(), "line");
  }

  public static LayerContext with(Entropy entropy, Clock clock, String framing) {
    return new LayerContext(
        entropy, clock, new FramingAgreement(framing, framing), new LayerBuffers());
  }
}
