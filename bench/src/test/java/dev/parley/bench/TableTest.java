package dev.parley.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class TableTest {
  @Test
  void columnsLineUpAndNumbersStandAtTheRight() {
    Table table = new Table("server", "us");
    table.add("parley", "5.4");
    table.add("c", "12.25");

    assertEquals(
        """
        | server | us    |
        |---|---|
        | parley |   5.4 |
        | c      | 12.25 |
        """,
        table.toString());
  }

  @Test
  void rowOfAnotherWidthIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Table("a", "b").add("1"));
  }
}
