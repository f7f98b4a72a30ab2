package dev.parley.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BacklogTest {
  /// A waiting task.
  private record Waiting(String name) implements Runnable {
    @Override
    public void run() {}
  }

  private static final Waiting ONE = new Waiting("one");
  private static final Waiting OTHER = new Waiting("other");

  private final Backlog backlog = new Backlog();
  private byte round;
  private byte used;

  private void visit(int work) {
    used = backlog.used(round, used, work);
    round = backlog.round();
  }

  private boolean isSparse() {
    return backlog.isSparse(round, used);
  }

  @Test
  void aRoundIsOverWhenThoseWhoWaitedAtItsBeginningWereServed() {
    backlog.add(ONE);
    backlog.add(OTHER);
    assertEquals(ONE, backlog.next());
    byte first = backlog.round();
    backlog.add(ONE);
    assertEquals(OTHER, backlog.next());
    assertEquals(first, backlog.round());
    assertEquals(ONE, backlog.next());
    assertEquals(first + 1, backlog.round());
    assertTrue(backlog.isEmpty());
  }

  @Test
  void aStreamIsSparseFor64VisitsThatBringNothing() {
    for (int i = 0; i < 64; i++) {
      assertTrue(isSparse(), "visit " + i);
      visit(7);
    }
    assertFalse(isSparse());
  }

  @Test
  void workCountsAsVisits() {
    visit(62 * 8 + 7);
    assertTrue(isSparse());
    visit(0);
    assertFalse(isSparse());
  }

  @Test
  void aShareOfACrowdIsMoreThanASparseStreamMayUse() {
    visit(503);
    assertTrue(isSparse());
    used = 0;
    visit(504);
    assertFalse(isSparse());
  }

  @Test
  void nobodyIsLessThanNotSparse() {
    visit(Integer.MAX_VALUE - 1);
    visit(Integer.MAX_VALUE - 1);
    assertFalse(isSparse());
  }

  @Test
  void theNextRoundBeginsAnew() {
    visit(1024);
    assertFalse(isSparse());
    backlog.add(ONE);
    assertEquals(ONE, backlog.next());
    assertTrue(isSparse());
    visit(0);
    assertNotEquals(0, used);
    assertTrue(isSparse());
  }

  @Test
  void sixteenAreACrowd() {
    for (int i = 0; i < 15; i++) {
      backlog.add(ONE);
    }
    assertFalse(backlog.isCrowd());
    backlog.add(OTHER);
    assertTrue(backlog.isCrowd());
  }
}
