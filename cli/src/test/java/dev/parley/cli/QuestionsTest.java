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
    "s, t, serve -l tcp://127.0.0.1:9000",
    "Serve, u, serve -l udp://127.0.0.1:9000",
    "c, T, connect tcp://127.0.0.1:9000",
    "connect, UDP, connect udp://127.0.0.1:9000",
  })
  void answersMakeACommandLine(String first, String second, String command) throws IOException {
    assertEquals(command, String.join(" ", answering(first, second)));
  }

  @Test
  void anythingElseIsAskedAgain() throws IOException {
    assertEquals(3, answering("x", "", "t", "s", "s", "tu", "t").size());
  }

  @Test
  void qAndTheEndOfInputLeave() throws IOException {
    assertEquals(List.of(), answering("q"));
    assertEquals(List.of(), answering("s", "Q"));
    assertEquals(List.of(), answering("s"));
    assertEquals(List.of(), answering());
  }
}
