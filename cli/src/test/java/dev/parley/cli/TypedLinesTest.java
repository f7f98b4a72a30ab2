package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.reader.LineReader;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.Test;

/// At a pseudo-terminal of our own.
final class TypedLinesTest {
  @Test
  void theSystemEditsNothingBetweenTwoLines() throws Exception {
    try (PipedOutputStream keys = new PipedOutputStream();
        InputStream typed = new PipedInputStream(keys);
        Terminal terminal =
            TerminalBuilder.builder()
                .system(false)
                .type("xterm")
                .streams(typed, OutputStream.nullOutputStream())
                .build()) {
      TypedLines.keepKeys(terminal);
      assertIsUntouched(terminal);
      LineReader reader = TypedLines.reader(terminal, new KeptHistory());
      keys.write("one 'two\\ !three\r".getBytes(StandardCharsets.UTF_8));
      keys.flush();
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
