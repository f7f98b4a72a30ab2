package dev.parley.sealed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Each number is accepted once, within the window.
class ReplayWindowTest {
  private final ReplayWindow window = new ReplayWindow();

  @Test
  void theFirstNumberIsTakenOnce() {
    assertTrue(window.takes(0));
    window.add(0);
    assertFalse(window.takes(0));
    assertTrue(window.takes(1));
  }

  @Test
  void theOldestNumberOfTheWindowIsTakenAndTheOneBeforeItIsNot() {
    for (long highest : new long[] {2_048, 2_111, 2_112, 5_000, 1L << 32}) {
      ReplayWindow fresh = new ReplayWindow();
      fresh.add(highest);
      assertTrue(fresh.takes(highest - 2_047));
      assertFalse(fresh.takes(highest - 2_048));
    }
  }

  @Test
  void askingMovesNothing() {
    window.add(1);
    assertTrue(window.takes(1_000_000));
    assertTrue(window.takes(0));
  }

  @Test
  void aJumpBeyondTheRingForgetsNothingThatStillCounts() {
    for (long i = 0; i < 100; i++) {
      window.add(i);
    }
    window.add(2_100);
    for (long i = 53; i < 100; i++) {
      assertFalse(window.takes(i), "" + i);
    }
    window.add(1_000_000);
    assertTrue(window.takes(1_000_000 - 2_047));
    assertFalse(window.takes(2_100));
  }

  @Test
  void numbersBeyondTheSignAreRefused() {
    assertFalse(window.takes(-1));
    assertFalse(window.takes(Long.MIN_VALUE));
  }

  /// Compared with a set that remembers everything.
  @Test
  void itAgreesWithASetOnRandomNumbers() {
    Random random = new Random(11);
    Set<Long> seen = new HashSet<>();
    long highest = -1;
    for (int i = 0; i < 300_000; i++) {
      long number = Math.max(0, highest + 4 - random.nextInt(i % 100 == 0 ? 6_000 : 2_300));
      if (i % 5_000 == 0) {
        number = highest + 1 + random.nextInt(6_000);
      }
      boolean expected = number > highest || (highest - number < 2_048 && !seen.contains(number));
      assertEquals(expected, window.takes(number), number + " of " + highest);
      if (expected) {
        window.add(number);
        seen.add(number);
        highest = Math.max(highest, number);
      }
    }
  }
}
