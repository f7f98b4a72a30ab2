package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each server of the tutorials (`src/test/python`) in each of its modes, with `parley connect` at
/// a pipe and at a terminal. The server receives Chinese text, an empty line and 5,000 bytes and is
/// then killed; or it resets the connection after the Chinese text.
final class PythonServerFaultsTest {
  private static final List<String> READY =
      List.of("--framing", "ready:chars", "--reply-framing", "raw");
  private static final String ANSWER = "再见";
  private static final int LARGE = 5000;

  /// The size of the servers' single read.
  private static final int READ = 1024;

  @TempDir private Path directory;

  /// The reply to a message.
  enum Answer {
    CAPITALS,
    /// Always [#ANSWER].
    FIXED,
    /// [#ANSWER], typed by the person at the server.
    TYPED,
    NONE
  }

  /// A row: a server, how it answers, and the options with which `connect` reaches it.
  record Row(Answer answer, String scheme, List<String> options, List<String> server) {
    Row(Answer answer, String scheme, List<String> options, String... server) {
      this(answer, scheme, options, List.of(server));
    }

    boolean isUdp() {
      return scheme.equals("udp");
    }

    /// True if an empty message can be sent at all.
    boolean hasEmpty() {
      return isUdp() || !options.contains("raw") || options.contains("--reply-framing");
    }

    /// True if an empty reply can be received.
    boolean hearsEmpty() {
      return isUdp() || !options.contains("raw");
    }

    /// Returns the server's output for a message, possibly without the sender at its end.
    String shown(String text) {
      return server.contains("print") ? text + " 127.0.0.1 " : "收到来自127.0.0.1: 说:" + text;
    }

    /// True if the server sends nothing at all.
    boolean isSilent() {
      return answer == Answer.NONE && server.contains("prefix_server.py");
    }

    boolean isChild() {
      return server.contains("fork");
    }
  }

  record Cell(Row row, boolean isTerminal, boolean isReset) {
    @Override
    public String toString() {
      return String.join(" ", row.server)
          + (isTerminal ? ", at a terminal" : ", at a pipe")
          + (isReset ? ", reset" : ", killed");
    }
  }

  private static Stream<Row> rows() {
    List<String> raw = List.of("--framing", "raw");
    List<String> none = List.of();
    return Stream.of(
        new Row(Answer.TYPED, "tcp", raw, "chat_server.py"),
        new Row(Answer.TYPED, "tcp", raw, "chat_server.py", "--next"),
        new Row(Answer.CAPITALS, "tcp", raw, "upper_server.py"),
        new Row(Answer.CAPITALS, "tcp", raw, "upper_server.py", "--text", "--spin"),
        new Row(Answer.CAPITALS, "tcp", raw, "upper_server.py", "--over", "over", "--careless"),
        new Row(Answer.CAPITALS, "tcp", raw, "threaded_server.py", "tcp"),
        new Row(Answer.CAPITALS, "tcp", raw, "threaded_server.py", "fork"),
        new Row(Answer.FIXED, "tcp", raw, "reply_server.py", ANSWER, "--bare", "--quit", "q"),
        new Row(Answer.CAPITALS, "tcp", raw, "both.py", "server", "t"),
        new Row(Answer.CAPITALS, "tcp", READY, "ready_server.py"),
        new Row(
            Answer.CAPITALS,
            "tcp",
            List.of("--framing", "ready:chars"),
            "ready_server.py",
            "--both"),
        new Row(Answer.NONE, "tcp", READY, "ready_server.py", "--mute"),
        new Row(Answer.NONE, "tcp", List.of("--framing", "length:4le:chars"), "prefix_server.py"),
        new Row(
            Answer.CAPITALS,
            "tcp",
            List.of(
                "--framing",
                "length:4le:chars",
                "--reply-framing",
                "raw",
                "--auth",
                "hmac-md5",
                "--key-file",
                "KEY"),
            "prefix_server.py",
            "secret"),
        new Row(Answer.NONE, "udp", none, "udp_server.py", "print", "9"),
        new Row(Answer.CAPITALS, "udp", none, "udp_server.py", "upper"),
        new Row(Answer.FIXED, "udp", none, "udp_server.py", "fixed", ANSWER),
        new Row(Answer.TYPED, "udp", none, "udp_server.py", "chat"),
        new Row(Answer.CAPITALS, "udp", none, "both.py", "server", "u"));
  }

  private static Stream<Cell> cells() {
    return rows()
        .flatMap(row ->
            Stream.of(
                new Cell(row, false, false),
                new Cell(row, false, true),
                new Cell(row, true, false),
                new Cell(row, true, true)))
        // A datagram has no connection to reset.
        .filter(cell -> !(cell.row.isUdp() && cell.isReset));
  }

  @BeforeEach
  void pythonIsHere() {
    Installed.need("python3");
  }

  @ParameterizedTest
  @MethodSource("cells")
  void eachServerIsHeardToItsEnd(Cell cell) throws Exception {
    Row row = cell.row;
    try (Program server = Program.python("resettable.py", row.server.toArray())) {
      if (row.server.contains("both.py")) {
        server.type(row.server.getLast() + "\n");
        assertEquals("t or u?", server.line());
      }
      try (Seat person = Seat.start(cell.isTerminal, directory, connect(row, server.number()))) {
        chinese(row, server, person);
        if (cell.isReset) {
          signal(row, server, "USR1");
          person.note("the peer reset the connection");
          assertEquals(1, person.exitCode());
          return;
        }
        empty(row, server, person);
        large(row, server, person);
        if (row.isUdp()) {
          server.signal("KILL");
          server.exitCode();
          person.type("is anybody there?");
          person.note("nobody");
        } else {
          signal(row, server, "KILL");
          if (cell.isTerminal) {
            person.note(row.isSilent() ? "the server closed and" : "the server closed the conv");
          }
          assertEquals(row.isSilent() ? 1 : 0, person.exitCode());
        }
      }
    }
  }

  private String[] connect(Row row, int port) throws Exception {
    Path key = Files.writeString(directory.resolve("key.txt"), "secret\n");
    return Stream.concat(
            Stream.of("connect", row.scheme + "://127.0.0.1:" + port),
            row.options.stream().map(word -> word.equals("KEY") ? key.toString() : word))
        .toArray(String[]::new);
  }

  private static void signal(Row row, Program server, String name) throws Exception {
    if (row.isChild()) {
      server.signalChild(name);
    } else {
      server.signal(name);
    }
  }

  private static void chinese(Row row, Program server, Seat person) throws Exception {
    person.type("你好 abc");
    assertShown(row, "你好 abc", server.line());
    answer(row, server);
    switch (row.answer) {
      case CAPITALS -> person.hear("< ", "你好 ABC");
      case FIXED, TYPED -> person.hear("< ", ANSWER);
      case NONE -> {}
    }
  }

  private static void empty(Row row, Program server, Seat person) throws Exception {
    if (row.server.contains("chat") && row.isUdp()) {
      return; // an empty datagram ends that server
    }
    person.type("");
    if (!row.hasEmpty()) {
      person.note("empty lines are not sent");
      return;
    }
    assertShown(row, "", server.line());
    answer(row, server);
    if (row.answer == Answer.FIXED) {
      person.hear("< ", ANSWER);
    } else if (row.answer == Answer.CAPITALS && row.hearsEmpty()) {
      person.hear("< ", "");
    }
  }

  /// Tests a large message. A server of raw messages takes each read for one message, one of
  /// datagrams reads only the first part. All replies must be received.
  private static void large(Row row, Program server, Seat person) throws Exception {
    person.type("x".repeat(LARGE));
    int size = row.isUdp() ? READ : LARGE;
    int pieces = 0;
    for (int seen = 0; seen < size; pieces++) {
      String line = server.line();
      int count = (int) line.chars().filter(c -> c == 'x').count();
      assertShown(row, "x".repeat(count), line);
      seen += count;
      answer(row, server);
    }
    switch (row.answer) {
      case CAPITALS -> person.hearAll('X', size);
      case FIXED, TYPED -> person.hearAll(ANSWER.charAt(0), pieces);
      case NONE -> {}
    }
  }

  private static void answer(Row row, Program server) throws Exception {
    if (row.answer == Answer.TYPED) {
      server.type(ANSWER + "\n");
    }
  }

  private static void assertShown(Row row, String text, String line) {
    assertTrue(line.startsWith(row.shown(text)), line);
  }
}
