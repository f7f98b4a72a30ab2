package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// Time is a plain number here, including negative ones and overflow.
class ReportThrottleTest {
  @Test
  void theFirstIsReportedAtOnceAndOthersOncePerPeriod() {
    for (long start : new long[] {0, Long.MIN_VALUE, -50, Long.MAX_VALUE - 50}) {
      ReportThrottle throttle = new ReportThrottle(100);
      assertEquals(0, throttle.add(0, start));
      assertEquals(3, throttle.add(3, start));
      assertEquals(0, throttle.add(1, start + 1));
      assertEquals(0, throttle.add(1, start + 99));
      assertEquals(2, throttle.add(0, start + 100));
      assertEquals(0, throttle.add(0, start + 300));
      assertEquals(1, throttle.add(1, start + 301));
    }
  }
}
