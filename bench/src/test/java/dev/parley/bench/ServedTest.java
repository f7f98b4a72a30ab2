package dev.parley.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.load.Turn;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ServedTest {
  @Test
  void turnsAddUp() {
    Served both = Served.NOTHING.plus(new Served(1000, 0.25)).plus(new Served(2000, 0.5));

    assertEquals(new Served(3000, 0.75), both);
  }

  @Test
  void whatIsNotTimedHasNoTimes() {
    Served served = new Served(1000, 0.25);

    assertTrue(Double.isNaN(served.p50Micros()));
    assertTrue(Double.isNaN(served.p99Micros()));
    assertEquals(0, served.lost());
  }

  @Test
  void timesThatMeanNothingAreLeftOut() {
    Served timed = new Served(10, 1, Optional.of(Turn.none()));

    assertEquals(new Served(10, 1), timed.withoutTimes());
    assertTrue(timed.withoutTimes().plus(timed).answers().isPresent());
  }

  @Test
  void timesOfOneTurnAreKept() {
    Served timed = new Served(10, 1, Optional.of(Turn.none()));

    assertTrue(Served.NOTHING.plus(timed).answers().isPresent());
    assertTrue(timed.plus(Served.NOTHING).answers().isPresent());
    assertTrue(timed.plus(timed).answers().isPresent());
  }
}
