package dev.parley.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.limit.Clock;
import dev.parley.limit.TurnBudget;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TurnLimitsTest {
  private static final long PART = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long CROWDED = TimeUnit.MILLISECONDS.toNanos(4);

  private long now;
  private final Backlog backlog = new Backlog();
  private final TurnBudget records = TurnBudget.ofRecords();
  private final TurnLimits limits =
      new TurnLimits(
          new Clock() {
            @Override
            public long nanos() {
              return now;
            }

            @Override
            public Instant now() {
              return Instant.EPOCH;
            }
          },
          backlog,
          records);

  @Test
  void aPartIsLateAMillisecondAfterItWasFirstAsked() {
    limits.beginTurn();
    now += 10 * PART;
    assertFalse(limits.isLate());
    now += PART - 1;
    assertFalse(limits.isLate());
    now++;
    assertTrue(limits.isLate());
    limits.beginPart();
    assertFalse(limits.isLate());
  }

  @Test
  void readySocketsCrowdALoopAfterFourMillisecondsCheckedAtEveryEighthVisit() {
    limits.beginTurn();
    now = CROWDED;
    for (int i = 1; i < 8; i++) {
      limits.visit(0);
    }
    assertFalse(limits.isCrowded());
    limits.visit(1);
    assertFalse(limits.isCrowded(), "a nanosecond less");
    for (int i = 1; i <= 8; i++) {
      limits.visit(0);
    }
    assertTrue(limits.isCrowded());
    limits.beginPart();
    assertTrue(limits.isCrowded(), "for the whole turn");
    limits.beginTurn();
    assertFalse(limits.isCrowded());
  }

  @Test
  void aRecordIsAsMuchWorkAs16Messages() {
    limits.beginTurn();
    limits.messages().spend(5);
    records.spend(2);
    assertEquals(37, limits.work());
    limits.beginPart();
    assertEquals(0, limits.work());
  }

  @Test
  void eitherBudgetThatIsUsedUpCrowdsTheLoop() {
    limits.beginTurn();
    records.spend(1_023);
    limits.messages().spend((1 << 14) - 1);
    assertFalse(limits.isSpent());
    records.spend(1);
    assertTrue(limits.isSpent() && limits.isCrowded());
    limits.beginPart();
    limits.messages().spend(1 << 14);
    assertTrue(limits.isSpent());
  }

  @Test
  void aBacklogOf16IsACrowd() {
    for (int i = 1; i < Backlog.CROWD; i++) {
      backlog.add(() -> {});
    }
    limits.beginTurn();
    assertFalse(limits.isCrowded());
    int share = limits.messages().share();
    backlog.add(() -> {});
    limits.beginPart();
    assertTrue(limits.isCrowded());
    assertTrue(limits.messages().share() < share);
  }
}
