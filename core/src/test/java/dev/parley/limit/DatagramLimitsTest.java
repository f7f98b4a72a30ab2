package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

class DatagramLimitsTest {
  private static final DatagramLimits DEFAULTS = DatagramLimits.defaults();

  @Test
  void answersHaveARange() {
    assertEquals(1_000, DEFAULTS.answersPerSecond());
    checkRange(
        DEFAULTS::withAnswersPerSecond,
        DatagramLimits::answersPerSecond,
        "answersPerSecond of %d answers/s");
  }

  @Test
  void newcomersHaveARange() {
    assertEquals(10_000, DEFAULTS.newcomersPerSecond());
    checkRange(
        DEFAULTS::withNewcomersPerSecond,
        DatagramLimits::newcomersPerSecond,
        "newcomersPerSecond of %d newcomers/s");
  }

  private static void checkRange(
      IntFunction<DatagramLimits> with, ToIntFunction<DatagramLimits> setting, String what) {
    for (int inside : new int[] {0, 1_000_000}) {
      assertEquals(inside, setting.applyAsInt(with.apply(inside)));
    }
    for (int outside : new int[] {-1, 1_000_001}) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> with.apply(outside));
      assertEquals(
          what.formatted(outside) + " is out of range; choose 0 to 1000000 (0 means no limit)",
          refused.getMessage());
    }
  }
}
