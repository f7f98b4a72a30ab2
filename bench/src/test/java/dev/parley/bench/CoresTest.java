package dev.parley.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CoresTest {
  @Test
  void listOfTheKernelIsRead() {
    assertEquals(List.of(0, 1), Cores.parse("0-1"));
    assertEquals(List.of(3), Cores.parse("3"));
    assertEquals(List.of(0, 2, 4, 5, 6), Cores.parse("0,2,4-6"));
  }
}
