package dev.parley.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

/// The time of a process computed from that of its threads. Steps of 20, like the kernel's ticks.
final class ThreadTimesTest {
  private static final int STEP = 20;

  private final ThreadTimes times = new ThreadTimes();

  private long total(Map<String, Long> threads, long least) {
    return times.total(threads, least, STEP);
  }

  @Test
  void differencesAreThoseOfTheThreads() {
    long before = total(Map.of("1", 100L, "2", 7L), 90);

    assertEquals(5, total(Map.of("1", 103L, "2", 9L), 100) - before);
  }

  @Test
  void aThreadThatHasEndedKeepsItsTime() {
    long before = total(Map.of("1", 100L, "2", 50L), 140);

    assertEquals(3, total(Map.of("1", 103L), 140) - before);
    assertEquals(4, total(Map.of("1", 104L), 140) - before);
  }

  @Test
  void aNumberGivenToAnotherThreadStartsAnew() {
    long before = total(Map.of("1", 100L, "2", 50L), 140);

    assertEquals(2, total(Map.of("1", 100L, "2", 2L), 140) - before);
  }

  @Test
  void threadsThatCameAndWentUnseenAreFoundByTheTicks() {
    long before = total(Map.of("1", 100L), 100);

    assertEquals(480, total(Map.of("1", 100L), 600) - before);
    assertEquals(980, total(Map.of("1", 100L), 1100) - before);
  }

  @Test
  void timeFromBeforeTheFirstReadingIsNotFoundLater() {
    long before = total(Map.of("1", 100L), 300); // 200 of the ended ones, or 219

    assertEquals(1, total(Map.of("1", 101L), 320) - before);
  }

  @Test
  void withoutThreadsTheTicksAreAllThereIs() {
    long before = total(Map.of(), 100);

    assertEquals(80, total(Map.of(), 200) - before);
    assertEquals(180, total(Map.of(), 300) - before);
  }
}
