package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rate limits for any number of sources in a fixed table.
class HashedRatesTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private static long source(long number) {
    return SecretHash.of(number, 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -5, Long.MIN_VALUE, Long.MAX_VALUE - 5})
  void asManyAtOnceAsTheBurstAndOneMoreForEachThatIsEarned(long start) {
    HashedRates rates = new HashedRates(10, 10, start);
    for (int i = 0; i < 10; i++) {
      assertTrue(rates.take(source(1), start));
    }
    assertFalse(rates.take(source(1), start));
    assertFalse(rates.take(source(1), start + SECOND / 10 - 1));
    assertTrue(rates.take(source(1), start + SECOND / 10));
    assertFalse(rates.take(source(1), start + SECOND / 10));
  }

  @Test
  void whoHasWaitedHasNoMoreThanTheBurst() {
    HashedRates rates = new HashedRates(10, 3, 0);
    int taken = 0;
    for (int i = 0; i < 100; i++) {
      taken += rates.take(source(1), 1000 * SECOND) ? 1 : 0;
    }
    assertEquals(3, taken);
  }

  @Test
  void oneSourceThatIsHeldBackHoldsBackAlmostNobodyElse() {
    HashedRates rates = new HashedRates(10, 10, 0);
    while (rates.take(source(0), 0)) {}
    int refused = 0;
    for (int i = 1; i <= 100_000; i++) {
      refused += rates.take(source(i), 0) ? 0 : 1;
      if (i % 1_000 == 0) {
        rates = new HashedRates(10, 10, 0);
        while (rates.take(source(0), 0)) {}
      }
    }
    // Both slots must be the same: one in 2^24.
    assertTrue(refused <= 2, refused + " of 100,000 were refused");
  }

  /// A source's state is not stored where others could evict it.
  @Test
  void aMillionInventedSourcesDoNotGiveTheHeldBackOneAnything() {
    HashedRates rates = new HashedRates(10, 10, 0);
    while (rates.take(source(0), 0)) {}
    for (int i = 1; i <= 1_000_000; i++) {
      boolean _ = rates.take(source(i), 0);
    }
    assertFalse(rates.take(source(0), 0));
    assertFalse(rates.take(source(0), SECOND / 10 - 1));
  }

  /// 100,000 invented sources a second, with one datagram each, are far too few.
  @Test
  void aFloodOfInventedSourcesHoldsBackNobody() {
    HashedRates rates = new HashedRates(1_000, 1_000, 0);
    int refused = 0;
    for (int i = 1; i <= 300_000; i++) {
      long now = i * (SECOND / 100_000);
      boolean _ = rates.take(source(i), now);
      refused += i % 1_000 == 0 && !rates.take(source(0), now) ? 1 : 0;
    }
    assertEquals(0, refused);
  }
}
