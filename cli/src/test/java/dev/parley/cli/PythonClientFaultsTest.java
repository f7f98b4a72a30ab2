package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Python clients as in the tutorials that are killed or reset the connection in the middle of a
/// conversation with `parley serve`: their messages are received, their session ends, and the next
/// client is served. [PythonServerFaultsTest] tests the other direction.
final class PythonClientFaultsTest {
  /// One kind of client, and the matching server.
  record Row(String scheme, String script, List<String> client, List<String> server) {
    Program serve() throws Exception {
      return Program.start(
          Stream.concat(
                  Stream.of("serve", "upper", "--show", "-v", "-l", scheme + "://127.0.0.1:0"),
                  server.stream())
              .toArray(String[]::new));
    }

    AtTerminal serveAtTerminal(Path home) throws Exception {
      return AtTerminal.start(
          home,
          Stream.concat(
                  Stream.of("serve", "operator", "-l", scheme + "://127.0.0.1:0"), server.stream())
              .toArray(String[]::new));
    }

    Program call(int port) throws Exception {
      return Program.python(
          "resettable.py",
          Stream.concat(Stream.of(script, "127.0.0.1", port), client.stream()).toArray());
    }

    boolean isDatagram() {
      return scheme.equals("udp");
    }

    @Override
    public String toString() {
      return scheme + " " + script + " " + String.join(" ", client) + String.join(" ", server);
    }
  }

  private static final List<String> NONE = List.of();

  private static final List<Row> ROWS =
      List.of(
          new Row("tcp", "chat_client.py", NONE, NONE),
          new Row("tcp", "chat_client.py", NONE, List.of("--framing", "raw")),
          new Row(
              "tcp",
              "ready_client.py",
              NONE,
              List.of("--framing", "ready:chars", "--reply-framing", "raw")),
          new Row("tcp", "ready_client.py", List.of("--both"), List.of("--framing", "ready:chars")),
          new Row(
              "tcp",
              "prefix_client.py",
              NONE,
              List.of("--framing", "length:4le:chars", "--reply-framing", "raw")),
          new Row(
              "tcp",
              "prefix_client.py",
              List.of("--mute"),
              List.of("--framing", "length:4le:chars", "--reply-framing", "raw")),
          new Row("udp", "udp_client.py", NONE, NONE));

  @TempDir private Path home;

  @BeforeEach
  void pythonIsHere() {
    Installed.need("python3");
  }

  private static Stream<Arguments> cells() {
    return ROWS.stream()
        .flatMap(row ->
            Stream.of("KILL", "USR1")
                .flatMap(signal ->
                    Stream.of("你好", "x".repeat(1000))
                        .map(text -> Arguments.of(row, signal, text))));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cells")
  void aClientThatIsGoneEndsOnlyItsOwnConversation(Row row, String signal, String text)
      throws Exception {
    try (Program server = row.serve()) {
      try (Program gone = row.call(server.port(row.scheme()))) {
        gone.type(text + "\n");
        assertEquals(text, server.line());
        gone.signal(signal);
        if (!row.isDatagram()) {
          server.await(line -> line.contains(" closed "));
        }
      }
      try (Program next = row.call(server.port(row.scheme()))) {
        next.type("下一个\n");
        assertEquals("下一个", server.line());
      }
    }
  }

  /// A person types at the server; the client that follows is number 2.
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cells")
  void aPersonAtATerminalGoesOnWithTheNextClient(Row row, String signal, String text)
      throws Exception {
    try (AtTerminal operator = row.serveAtTerminal(home)) {
      int port = operator.port(row.scheme());
      operator.await("> "); // keys typed before that reach the terminal, not the prompt
      try (Program gone = row.call(port)) {
        gone.type(text + "\n");
        operator.await(text.substring(0, 2));
        gone.signal(signal);
        gone.rest();
      }
      try (Program next = row.call(port)) {
        next.type("下一个\n");
        operator.await(": 下一个");
        operator.press(AtTerminal.CTRL_D);
        assertEquals(0, operator.exitCode());
      }
    }
  }
}
