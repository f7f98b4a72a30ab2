package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TurnBudgetTest {
  private final TurnBudget budget = new TurnBudget(100, 1000, 7);

  @Test
  void aSessionsShareIsLargeUntilTheTurnHasDoneItsWork() {
    assertEquals(100, budget.share());
    budget.spend(999);
    assertEquals(100, budget.share());
    assertFalse(budget.isSpent());
    budget.spend(1);
    assertEquals(7, budget.share());
    assertTrue(budget.isSpent());
    budget.spend(1_000_000);
    assertEquals(7, budget.share());
  }

  @Test
  void theNextTurnBeginsAnew() {
    budget.spend(1000);
    budget.restart(false);
    assertEquals(100, budget.share());
  }

  @Test
  void aShareIsSmallerWhileManyWaitButNeverLessThanTheLeast() {
    budget.restart(true);
    assertEquals(12, budget.share());
    budget.spend(1000);
    assertEquals(7, budget.share());
    budget.restart(false);
    assertEquals(100, budget.share());
    TurnBudget small = new TurnBudget(55, 1000, 7);
    small.restart(true);
    assertEquals(7, small.share());
  }

  @Test
  void aPipelineOf32IsNeverInterrupted() {
    for (TurnBudget each : new TurnBudget[] {TurnBudget.ofMessages(), TurnBudget.ofRecords()}) {
      each.spend(1 << 30);
      assertEquals(32, each.share());
    }
  }
}
