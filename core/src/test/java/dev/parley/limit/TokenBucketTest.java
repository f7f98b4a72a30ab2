package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {
  private static final long SECOND = 1_000_000_000L;

  /// One step per line: time passes, an amount is spent, and then this is the wait.
  private record Step(String text, Duration advance, long spend, long expectedWaitNanos) {}

  @ParameterizedTest
  @ValueSource(
      longs = {0, -5 * SECOND, Long.MAX_VALUE, Long.MAX_VALUE - SECOND / 2, Long.MIN_VALUE})
  void admitsABurstThenTheRateWhereverTheCountOfNanosecondsStarts(long startNanos) {
    Step[] steps = {
      new Step("a new bucket is full", Duration.ZERO, 0, 0),
      new Step("one short of the burst", Duration.ZERO, 9, 0),
      new Step("the burst, exactly", Duration.ZERO, 1, SECOND / 10),
      new Step("a moment too early", Duration.ofNanos(SECOND / 10 - 1), 0, 1),
      new Step("one unit is earned", Duration.ofNanos(1), 0, 0),
      new Step("and spent", Duration.ZERO, 1, SECOND / 10),
      new Step("25 into debt", Duration.ofMillis(100), 26, 26 * SECOND / 10),
      new Step("half of it paid", Duration.ofMillis(1300), 0, 13 * SECOND / 10),
      new Step("all paid, one earned", Duration.ofMillis(1300), 0, 0),
      new Step("a long silence fills it to the burst", Duration.ofHours(5), 9, 0),
      new Step("and no further", Duration.ZERO, 1, SECOND / 10)
    };
    ManualClock clock = new ManualClock(startNanos);
    TokenBucket bucket = TokenBucket.perSecond(10, clock.nanos());
    for (Step step : steps) {
      clock.advance(step.advance);
      bucket.spend(step.spend, clock.nanos());
      assertEquals(step.expectedWaitNanos, bucket.waitNanos(clock.nanos()), step.text);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 7, 999, 1_000_003, 700_000_007})
  void neverDriftsFromItsRate(long rate) {
    ManualClock clock = new ManualClock();
    TokenBucket bucket = TokenBucket.perSecond(rate, 1, clock.nanos());
    long chunk = Math.max(1, rate / 100);
    long spent = 0;
    while (clock.nanos() < 20 * SECOND) {
      bucket.spend(chunk, clock.nanos());
      spent += chunk;
      clock.advance(Duration.ofNanos(bucket.waitNanos(clock.nanos())));
    }
    double expected = (double) rate * clock.nanos() / SECOND;
    assertEquals(expected, (double) spent, 1 + spent * 1e-7);
  }

  @Test
  void carriesTheFractionsOfANanosecondFromUnitToUnit() {
    TokenBucket bucket = TokenBucket.perSecond(700_000_000, 1, 0);
    for (int i = 0; i < 7_000_000; i++) {
      bucket.spend(1, 0);
    }
    assertEquals(10_000_000.0, (double) bucket.waitNanos(0), 2.0);
  }

  @Test
  void aBurstOfItsOwnIsAdmittedToTheUnit() {
    TokenBucket bucket = TokenBucket.perSecond(7, 3, 0);
    for (int i = 0; i < 2; i++) {
      bucket.spend(1, 0);
      assertEquals(0, bucket.waitNanos(0));
    }
    bucket.spend(1, 0);
    assertTrue(bucket.waitNanos(0) > 0);
  }

  @Test
  void rateOfOneLetsOneThroughEachSecond() {
    TokenBucket bucket = TokenBucket.perSecond(1, 0);
    bucket.spend(1, 0);
    assertEquals(SECOND, bucket.waitNanos(0));
    assertEquals(0, bucket.waitNanos(SECOND));
  }

  @Test
  void theGreatestDebtStaysADebt() {
    TokenBucket bucket = TokenBucket.perSecond(1, 0);
    for (int i = 0; i < 10; i++) {
      bucket.spend(TokenBucket.MAX_SPEND, 0);
      assertTrue(bucket.waitNanos(0) > 3 * SECOND);
    }
  }

  @Test
  void theHighestRateAdmitsWhatItShould() {
    TokenBucket bucket = TokenBucket.perSecond(TokenBucket.MAX_RATE, 0);
    for (int i = 0; i < 1000; i++) {
      bucket.spend(TokenBucket.MAX_SPEND, 0);
    }
    assertEquals(0, bucket.waitNanos(0));
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, TokenBucket.MAX_RATE + 1, Long.MAX_VALUE})
  void refusesARateOutOfRange(long rate) {
    assertThrows(IllegalArgumentException.class, () -> TokenBucket.perSecond(rate, 0));
    assertThrows(IllegalArgumentException.class, () -> TokenBucket.perSecond(rate, 1, 0));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, TokenBucket.MAX_SPEND + 1})
  void refusesABurstOutOfRange(long burst) {
    assertThrows(IllegalArgumentException.class, () -> TokenBucket.perSecond(1, burst, 0));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, TokenBucket.MAX_SPEND + 1})
  void refusesAnAmountOutOfRange(long amount) {
    TokenBucket bucket = TokenBucket.perSecond(1, 0);
    assertThrows(IllegalArgumentException.class, () -> bucket.spend(amount, 0));
  }
}
