package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PenaltiesTest {
  private static final Duration FIVE = Duration.ofSeconds(5);

  private final Penalties penalties = new Penalties(Duration.ofMinutes(10), 100);
  private long now;

  private void add(String address, Duration penalty) {
    penalties.add(SourceLevelsTest.levels(address), penalty, now);
  }

  private boolean isRefused(String address) {
    return penalties.isRefused(SourceLevelsTest.levels(address), now);
  }

  private void pass(long seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 3_000_000_000L, Long.MIN_VALUE})
  void nothingHappensUntilFifteenSecondsHaveComeTogether(long start) {
    now = start;
    add("192.0.2.7", FIVE);
    add("192.0.2.7", FIVE);
    assertFalse(isRefused("192.0.2.7"));
    add("192.0.2.7", FIVE);
    assertTrue(isRefused("192.0.2.7"));
    assertFalse(isRefused("192.0.2.8"));
    pass(14);
    assertTrue(isRefused("192.0.2.7"));
    pass(1);
    assertFalse(isRefused("192.0.2.7"));
    assertEquals(0, penalties.sources());
  }

  @Test
  void whatHasPassedCountsNoLonger() {
    add("192.0.2.7", FIVE);
    pass(3);
    add("192.0.2.7", FIVE);
    pass(2);
    add("192.0.2.7", FIVE);
    assertFalse(isRefused("192.0.2.7"), "one of three has passed");
    now++;
    add("192.0.2.7", FIVE);
    assertTrue(isRefused("192.0.2.7"));
  }

  @Test
  void theThirdIsRefusedHoweverLittleHasPassed() {
    add("192.0.2.7", FIVE);
    now++;
    add("192.0.2.7", FIVE);
    assertFalse(isRefused("192.0.2.7"), "two");
    now += FIVE.toNanos() - 2; // 5 s minus a nanosecond since the first
    add("192.0.2.7", FIVE);
    assertTrue(isRefused("192.0.2.7"));
  }

  @Test
  void penaltiesGrowWithEachFailureAndEndAtTheMost() {
    for (int i = 0; i < 6; i++) {
      add("192.0.2.7", FIVE);
    }
    pass(29);
    assertTrue(isRefused("192.0.2.7"));
    pass(1);
    assertFalse(isRefused("192.0.2.7"));
    for (int i = 0; i < 1_000; i++) {
      add("192.0.2.7", FIVE);
    }
    pass(599);
    assertTrue(isRefused("192.0.2.7"));
    pass(1);
    assertFalse(isRefused("192.0.2.7"));
  }

  @Test
  void aSiteIsRefusedLaterThanOneNetwork() {
    for (int network = 0; network < 11; network++) {
      add("2001:db8:0:%x::1".formatted(network), FIVE);
    }
    assertFalse(isRefused("2001:db8:0:ff::1"), "55 s have come together");
    add("2001:db8:0:b::1", FIVE);
    assertTrue(isRefused("2001:db8:0:ff::1"), "60 s");
    assertFalse(isRefused("2001:db8:0:100::1"));
    for (int site = 1; site <= 36; site++) {
      add("2001:db8:0:%x::1".formatted(site << 8), FIVE);
    }
    assertTrue(isRefused("2001:db8:0:ff00::1"), "240 s of the /48");
    assertFalse(isRefused("2001:db8:1::1"));
  }

  @Test
  void overTheBoundTheOneThatWouldBeOverFirstIsForgotten() {
    Penalties two = new Penalties(Duration.ofMinutes(10), 2);
    two.add(SourceLevelsTest.levels("192.0.2.1"), Duration.ofSeconds(20), 0);
    two.add(SourceLevelsTest.levels("192.0.2.2"), Duration.ofSeconds(16), 0);
    two.add(SourceLevelsTest.levels("192.0.2.3"), Duration.ofSeconds(17), 0);
    assertEquals(2, two.sources());
    assertTrue(two.isRefused(SourceLevelsTest.levels("192.0.2.1"), 0));
    assertFalse(two.isRefused(SourceLevelsTest.levels("192.0.2.2"), 0));
    assertTrue(two.isRefused(SourceLevelsTest.levels("192.0.2.3"), 0));
  }

  @Test
  void theLeastThatMayBeSetIsReachedAtEveryLevel() {
    Penalties least = new Penalties(Penalties.LEAST, 100);
    least.add(SourceLevelsTest.levels("2001:db8::1"), Penalties.LEAST, 0);
    assertTrue(least.isRefused(SourceLevelsTest.levels("2001:db8:0:ff00::1"), 0));
  }
}
