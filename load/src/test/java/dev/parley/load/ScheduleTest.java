package dev.parley.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// When requests are due.
final class ScheduleTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void connectionsTakeTurnsEvenlyApart() {
    Schedule first = new Schedule(100, 4, 2, 0);
    Schedule second = new Schedule(100, 4, 2, 1);
    assertEquals(100, first.due(0));
    assertEquals(100 + SECOND / 4, second.due(0));
    assertEquals(100 + SECOND / 2, first.due(1));
    assertEquals(100 + SECOND * 3 / 4, second.due(1));
    assertEquals(100 + SECOND, first.due(2));
  }

  @Test
  void aRateThatDoesNotDivideASecondDoesNotDrift() {
    Schedule schedule = new Schedule(0, 3, 1, 0);
    assertEquals(SECOND / 3, schedule.due(1));
    assertEquals(1_000_000 * SECOND, schedule.due(3_000_000));
  }

  @Test
  void aYearAtTheHighestRateFits() {
    long seconds = 365L * 24 * 3600;
    assertEquals(seconds * SECOND, new Schedule(0, 100_000_000, 1, 0).due(seconds * 100_000_000));
  }
}
