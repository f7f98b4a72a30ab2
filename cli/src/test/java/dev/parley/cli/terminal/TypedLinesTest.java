package dev.parley.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.jline.reader.LineReader;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.junit.jupiter.api.Test;

/// Line reading at a pseudo-terminal of our own.
final class TypedLinesTest {
  @Test
  void theSystemEditsNothingBetweenTwoLines() throws Exception {
    try (OwnTerminal own = OwnTerminal.open()) {
      Terminal terminal = own.terminal();
      assertIsUntouched(terminal);
      LineReader reader = TypedLines.reader(terminal, new KeptHistory());
      own.press("one 'two\\ !three\r");
      assertEquals("one 'two\\ !three", reader.readLine("> "));
      assertIsUntouched(terminal);
    }
  }

  @Test
  void onlyCrAndLfEndALine() {
    assertEquals(
        List.of("a\u2028b\u2029c\u0085d\u000be\ff"),
        TypedLines.split("a\u2028b\u2029c\u0085d\u000be\ff"));
    assertEquals(List.of("a", "b", "c", "", "d"), TypedLines.split("a\r\nb\rc\n\nd"));
  }

  @Test
  void anEndAfterTheLastLineBeginsNoOther() {
    assertEquals(List.of("a", "b"), TypedLines.split("a\nb\n"));
    assertEquals(List.of("a", ""), TypedLines.split("a\n\n"));
    assertEquals(List.of(""), TypedLines.split(""));
    assertEquals(List.of(""), TypedLines.split("\n"));
  }

  private static void assertIsUntouched(Terminal terminal) {
    assertFalse(terminal.getAttributes().getLocalFlag(LocalFlag.ICANON), "Ctrl-D is the system's");
    assertFalse(terminal.getAttributes().getLocalFlag(LocalFlag.ECHO), "shown before its turn");
  }
}
