package dev.parley.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenedTest {
  @Test
  void theLatestIsClosedFirstAndAFailureKeepsNothingOpen() {
    List<String> closed = new ArrayList<>();
    Opened opened = new Opened();
    opened.add(() -> closed.add("first"));
    opened.add(() -> {
      throw new IOException("second");
    });
    opened.add(() -> {
      throw new IOException("third");
    });
    IOException e = assertThrows(IOException.class, opened::close);
    assertEquals("third", e.getMessage());
    assertEquals("second", e.getSuppressed()[0].getMessage());
    assertEquals(List.of("first"), closed);
  }
}
