package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SourceRatesTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final SourceRates rates = new SourceRates(2, 3, 1_000);

  private boolean take(String address, long now) {
    return rates.take(SourceLevelsTest.levels(address), now);
  }

  private int all(String address, long now) {
    int count = 0;
    while (take(address, now)) {
      count++;
    }
    return count;
  }

  @Test
  void theBurstAndThenTheRate() {
    assertEquals(3, all("192.0.2.7", 0));
    assertEquals(1, all("192.0.2.7", SECOND / 2));
    assertFalse(take("192.0.2.7", SECOND - 1));
    assertTrue(take("192.0.2.7", SECOND));
    assertEquals(3, all("192.0.2.8", SECOND));
    assertEquals(3, all("192.0.2.7", 10 * SECOND));
  }

  @Test
  void networksOfOneSiteShareFourTimesAsMuch() {
    int in56 = 0;
    for (int network = 0; network < 256; network++) {
      in56 += all("2001:db8:0:%x::1".formatted(network), 0);
    }
    assertEquals(12, in56);
    int in48 = in56;
    for (int network = 0x100; network < 0x10000; network += 0x100) {
      in48 += all("2001:db8:0:%x::1".formatted(network), 0);
    }
    assertEquals(48, in48);
    assertTrue(take("2001:db8:1::1", 0));
  }

  @Test
  void whatIsRefusedCostsNothing() {
    assertEquals(3, all("2001:db8::1", 0));
    for (int i = 0; i < 1_000; i++) {
      assertFalse(take("2001:db8::1", 0));
    }
    assertEquals(3, all("2001:db8:0:1::1", 0));
  }

  @Test
  void itRemembersABoundedNumber() {
    SourceRates few = new SourceRates(1, 1, 2);
    assertTrue(few.take(SourceLevelsTest.levels("192.0.2.1"), 0));
    assertTrue(few.take(SourceLevelsTest.levels("192.0.2.2"), 0));
    assertFalse(few.take(SourceLevelsTest.levels("192.0.2.1"), 0));
    assertTrue(few.take(SourceLevelsTest.levels("192.0.2.3"), 0));
    assertEquals(2, few.sources());
    assertFalse(few.take(SourceLevelsTest.levels("192.0.2.1"), 0), "it was here later than .2");
    assertTrue(few.take(SourceLevelsTest.levels("192.0.2.2"), 0), "forgotten");
  }
}
