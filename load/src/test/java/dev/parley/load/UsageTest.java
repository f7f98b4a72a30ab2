package dev.parley.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// Reading `/proc`.
final class UsageTest {
  @Test
  void timesStandBehindANameThatMayHoldAnything() {
    String stat = "42 (a) b (c) R 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20 0 1 0 100\n";
    assertEquals(300, UsageMeter.ticks(stat));
  }

  @Test
  void whatHasNoTimesIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> UsageMeter.ticks("42 (java) R 1 2"));
    assertThrows(IllegalArgumentException.class, () -> UsageMeter.ticks(""));
  }

  @Test
  void memoryIsInKibibytes() {
    assertEquals(
        2048 * 1024, UsageMeter.rssBytes("Name:\tjava\nVmRSS:\t    2048 kB\nThreads: 1\n"));
    assertEquals(0, UsageMeter.rssBytes("Name:\tkthreadd\n"));
  }

  @Test
  void aProcessThatIsNotThereUsesNothing() {
    assertTrue(Usage.of(0).isEmpty());
  }

  @Test
  void useIsCountedFromAMomentOn() {
    Usage before = new Usage(1, 2.5, 100);
    assertEquals(new Usage(1, 1.5, 70), new Usage(1, 4.0, 70).since(before));
  }
}
