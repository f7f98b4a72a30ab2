package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NewcomerGateTest {
  private static final long SECOND = 1_000_000_000;
  private static final int PER_SECOND = 100;

  private final NewcomerGate gate = new NewcomerGate(PER_SECOND, 0);

  /// Admits newcomers until no more are allowed at this time.
  private void fill(long now) {
    for (int i = 0; i < PER_SECOND; i++) {
      assertTrue(gate.admits(1_000_000 + i, now));
    }
  }

  @Test
  void soManyComeInAtOnceAndTheNextIsPutOff() {
    fill(0);
    assertFalse(gate.admits(1, 0));
  }

  @Test
  void atOnceComeAThousandAtMostHoweverManyMayInASecond() {
    NewcomerGate wide = new NewcomerGate(NewcomerGate.AT_ONCE * 10, 0);
    for (int i = 0; i < NewcomerGate.AT_ONCE; i++) {
      assertTrue(wide.admits(1_000_000 + i, 0));
    }
    assertFalse(wide.admits(1, 0));
    assertTrue(wide.admits(2, SECOND / (NewcomerGate.AT_ONCE * 10)));
  }

  @Test
  void whoSendsAgainIsLetIn() {
    fill(0);
    assertFalse(gate.admits(1, 0));
    assertFalse(gate.admits(2, 0));
    assertTrue(gate.admits(1, 0));
    assertTrue(gate.admits(2, 0));
    assertFalse(gate.admits(3, 0));
  }

  @Test
  void whoWasLetInAtOnceIsNotNoted() {
    fill(0);
    assertFalse(gate.admits(1_000_000, 0));
  }

  @Test
  void oneComesInWithEachPartOfASecond() {
    fill(0);
    long part = SECOND / PER_SECOND;
    assertFalse(gate.admits(1, part - 1));
    assertTrue(gate.admits(2, part));
    assertFalse(gate.admits(3, part));
  }

  @Test
  void whoSentIsRememberedForASecondAtLeastAndForTwoAtMost() {
    NewcomerGate full = new NewcomerGate(1, 0);
    long end = 10 * SECOND;
    assertTrue(full.admits(0, end));
    assertFalse(full.admits(1, end));
    assertTrue(full.admits(9, end + SECOND)); // the one token of that second
    assertFalse(full.admits(2, end + SECOND));
    assertTrue(full.admits(1, end + SECOND)); // remembered in the generation before
    assertTrue(full.admits(9, end + 3 * SECOND));
    assertFalse(full.admits(2, end + 3 * SECOND)); // two generations ago
  }
}
