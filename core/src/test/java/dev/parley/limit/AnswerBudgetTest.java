package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.AllocatedBytes;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// How many answers a program may send to one source.
class AnswerBudgetTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long SOURCE = SecretHash.of(1, 2);

  @Test
  void exactlySoManyAtOnceAndNotOneMore() {
    AnswerBudget budget = new AnswerBudget(1_000, 0);
    for (int i = 0; i < 1_000; i++) {
      assertTrue(budget.take(SOURCE, 0), "answer " + i);
    }
    assertFalse(budget.take(SOURCE, 0));
    assertTrue(budget.take(SOURCE, SECOND / 1_000));
    assertFalse(budget.take(SOURCE, SECOND / 1_000));
  }

  /// Two distant programs, so that one datagram returns every 50 ms: within the rate, and still not
  /// for ever.
  @Test
  void aSlowCircleEndsToo() {
    AnswerBudget budget = new AnswerBudget(1_000, 0);
    long answers = 0;
    while (budget.take(SOURCE, answers * SECOND / 20)) {
      answers++;
      assertTrue(answers < 200_000, "the circle goes on");
    }
    assertTrue(answers >= AnswerBudget.LONG_RUN, "ended after " + answers);
  }

  @Test
  void tenASecondLoseNothingForEver() {
    AnswerBudget budget = new AnswerBudget(1_000, 0);
    for (long i = 0; i < 1_000_000; i++) {
      assertTrue(budget.take(SOURCE, i * SECOND / AnswerBudget.LONG_RUN_PER_SECOND));
    }
  }

  @Test
  void whoAsksOftenForLongLosesAboutOneInAThousand() {
    AnswerBudget budget = new AnswerBudget(1_000, 0);
    int lost = 0;
    for (long i = 0; i < 1_000_000; i++) {
      lost += budget.take(SOURCE, i * SECOND / 500) ? 0 : 1;
    }
    // 970 are expected, with a standard deviation of 31.
    assertTrue(lost > 700 && lost < 1_250, lost + " of a million were lost");
  }

  @Test
  void nothingIsAllocatedForADatagram() throws ReflectiveOperationException {
    AllocatedBytes allocated = AllocatedBytes.find();
    long self = Thread.currentThread().threadId();
    AnswerBudget budget = new AnswerBudget(1_000, 0);
    long taken = 0;
    for (int i = 0; i < 20_000; i++) {
      taken += budget.take(SecretHash.of(i, 0), i) ? 1 : 0;
    }
    long before = allocated.by(self);
    for (int i = 0; i < 100_000; i++) {
      taken += budget.take(SecretHash.of(i, 0), i) ? 1 : 0;
    }
    long bytes = allocated.by(self) - before;
    assertTrue(bytes < 10_000, bytes + " bytes for 100,000 datagrams");
    assertTrue(taken > 0);
  }
}
