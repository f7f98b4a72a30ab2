package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockTest {
  @Test
  void systemClockNeverRunsBack() {
    Clock clock = Clock.system();
    long before = clock.nanos();
    for (int i = 0; i < 1000; i++) {
      long now = clock.nanos();
      assertTrue(now - before >= 0);
      before = now;
    }
  }

  @Test
  void systemClockKnowsTheYear() {
    assertTrue(Clock.system().now().isAfter(Instant.parse("2025-01-01T00:00:00Z")));
  }

  @Test
  void manualClockMovesBothHandsByTheSame() {
    ManualClock clock = new ManualClock(Long.MAX_VALUE);
    Instant start = clock.now();
    clock.advance(Duration.ofSeconds(3));
    assertEquals(3_000_000_000L, clock.nanos() - Long.MAX_VALUE);
    assertEquals(start.plusSeconds(3), clock.now());
  }
}
