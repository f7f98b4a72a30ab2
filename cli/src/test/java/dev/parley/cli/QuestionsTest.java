package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuestionsTest {
  private static List<String> answering(String... answers) throws IOException {
    Queue<String> rest = new ArrayDeque<>(List.of(answers));
    List<String> command = Questions.ask(_ -> rest.poll());
    assertTrue(rest.isEmpty(), "not asked for " + rest);
    return command;
  }

  @ParameterizedTest
  @CsvSource({
    "s, t, '', serve operator -l tcp://127.0.0.1:9001",
    "Serve, u, 9000, serve operator -l udp://127.0.0.1:9000",
    "c, T, 65535, connect tcp://127.0.0.1:65535",
    "connect, UDP, ' 0080 ', connect udp://127.0.0.1:80",
  })
  void answersMakeACommandLine(String first, String second, String third, String command)
      throws IOException {
    assertEquals(command, String.join(" ", answering(first, second, third)));
  }

  @Test
  void anythingElseIsAskedAgain() throws IOException {
    assertEquals(
        List.of("serve", "operator", "-l", "tcp://127.0.0.1:9001"),
        answering(
            "x", "", "t", "s", "s", "tu", "t", "0", "65536", "-1", "9001x", "999999", "\u0663",
            "9001"));
  }

  @Test
  void qAndTheEndOfInputLeave() throws IOException {
    assertEquals(List.of(), answering("q"));
    assertEquals(List.of(), answering("s", "Q"));
    assertEquals(List.of(), answering("s"));
    assertEquals(List.of(), answering("c", "t", "quit"));
    assertEquals(List.of(), answering("c", "t"));
    assertEquals(List.of(), answering());
  }
}
