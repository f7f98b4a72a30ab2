package dev.parley.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SpreadTest {
  @Test
  void oddNumberHasItsMiddleAsMedian() {
    assertEquals(new Spread(2, 1, 9, 3), Spread.of(List.of(9.0, 1.0, 2.0)));
  }

  @Test
  void evenNumberHasTheMeanOfTheMiddleTwo() {
    assertEquals(new Spread(3, 1, 10, 4), Spread.of(List.of(10.0, 4.0, 1.0, 2.0)));
  }

  @Test
  void quartilesLieBetweenTheirNeighbours() {
    assertEquals(new Spread(2.5, 1.75, 3.25, 4), Spread.quartiles(List.of(4.0, 3.0, 2.0, 1.0)));
    assertEquals(new Spread(2, 2, 2, 1), Spread.quartiles(List.of(2.0)));
  }

  @Test
  void allFiguresAreMovedAlike() {
    assertEquals(new Spread(3, 2, 5, 7), new Spread(2, 1, 4, 7).plus(1));
  }

  @Test
  void nothingHasNoMedian() {
    assertThrows(IllegalArgumentException.class, () -> Spread.of(List.of()));
  }

  @Test
  void singleRoundIsShownWithoutRange() {
    assertEquals("5.41", Spread.of(List.of(5.41)).toString());
    assertEquals("5.41 (5.20..61.00)", Spread.of(List.of(5.41, 5.2, 61.0)).toString());
  }

  @Test
  void digitsThatSaySomething() {
    assertEquals("0.245", Spread.text(0.2451));
    assertEquals("12.35", Spread.text(12.351));
    assertEquals("253858", Spread.text(253_857.6));
  }
}
