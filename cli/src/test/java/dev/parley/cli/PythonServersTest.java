package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `parley connect` against servers as in the tutorials, in Python (`src/test/python`). The numbers
/// are those of the programs that Parley grows from; `PythonClientsTest` has the other direction.
final class PythonServersTest {
  @TempDir private Path directory;

  @BeforeEach
  void pythonIsHere() {
    Installed.need("python3");
  }

  /// Connects to the port that the server printed.
  private static Program connect(String scheme, Program server, String... options)
      throws Exception {
    return Program.start(
        Stream.concat(
                Stream.of("connect", scheme + "://127.0.0.1:" + server.number()),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private static Program connectTo(int port, String... options) throws Exception {
    return Program.start(
        Stream.concat(Stream.of("connect", "tcp://127.0.0.1:" + port), Stream.of(options))
            .toArray(String[]::new));
  }

  private static void assertEnds(Program client, String seen) throws Exception {
    assertEquals(seen, client.rest());
    assertEquals(0, client.exitCode());
  }

  // 1, 2: chat

  @Test
  void row1APersonAtTheServerAnswersUntilWeSayQ() throws Exception {
    try (Program server = Program.python("chat_server.py");
        Program client = connect("tcp", server, "--framing", "raw", "--quit-word", "q")) {
      client.type("你好\n");
      assertEquals("你好", server.line());
      server.type("hello yourself\n");
      assertEquals("hello yourself", client.line());
      client.type("q\n");
      assertEquals("q", server.line());
      assertEnds(client, "");
    }
  }

  @Test
  void row1TheServerEndsItWithQ() throws Exception {
    try (Program server = Program.python("chat_server.py");
        Program client = connect("tcp", server, "--framing", "raw")) {
      client.type("hello\n");
      assertEquals("hello", server.line());
      server.type("Q\n");
      assertEnds(client, "Q\n");
    }
  }

  @Test
  void row2WhatWeSentWhileWaitingIsAnsweredWhenOurTurnComes() throws Exception {
    try (Program server = Program.python("chat_server.py", 2)) {
      int port = server.number();
      try (Program first = connectTo(port, "--framing", "raw")) {
        first.type("from the first\n");
        assertEquals("from the first", server.line());
        try (Program second = connectTo(port, "--framing", "raw", "-v")) {
          second.await(line -> line.startsWith("parley: connected"));
          second.typeAll("from the second\n");
          server.type("q\nto the second\n");
          assertEnds(first, "q\n");
          assertEquals("(next)", server.line());
          assertEquals("from the second", server.line());
          assertEnds(second, "to the second\n");
        }
      }
    }
  }

  // 3, 4, 6, 10: datagrams

  @Test
  void row3ADatagramIsPrintedWithOurAddress() throws Exception {
    try (Program server = Program.python("udp_server.py", "print");
        Program client = connect("udp", server, "--wait", "100ms", "-v")) {
      client.typeAll("一个数据报\n");
      String line = server.line();
      assertTrue(line.matches("一个数据报 127\\.0\\.0\\.1 \\d+"), line);
      assertEnds(client, "");
    }
  }

  @Test
  void row4EachOfUsHearsItsOwnAnswer() throws Exception {
    try (Program server = Program.python("udp_server.py", "chat")) {
      String address = "udp://127.0.0.1:" + server.number();
      try (Program first = Program.start("connect", address);
          Program second = Program.start("connect", address)) {
        first.type("one\n");
        assertEquals("one", server.line());
        second.type("two\n");
        server.type("to the first\nto the second\n");
        assertEquals("to the first", first.line());
        assertEquals("two", server.line());
        assertEquals("to the second", second.line());
      }
    }
  }

  @Test
  void row6EachLineIsADatagramAndAnEmptyOneAnEmptyOne() throws Exception {
    try (Program server = Program.python("udp_server.py", "upper");
        Program client = connect("udp", server)) {
      client.typeAll("hello\n\nagain\n");
      assertEnds(client, "HELLO\n\nAGAIN\n");
    }
  }

  @Test
  void row10ADatagramIsAcknowledgedWithAFixedText() throws Exception {
    try (Program server = Program.python("udp_server.py", "fixed", "i am udp,i got it");
        Program client = connect("udp", server)) {
      client.typeAll("hello\n");
      assertEnds(client, "i am udp,i got it\n");
    }
  }

  // 5, 7, 8: capital letters

  @Test
  void row5CapitalLettersComeBackThroughAPipe() throws Exception {
    try (Program server = Program.python("upper_server.py");
        Program client = connect("tcp", server, "--framing", "raw")) {
      client.typeAll("hello, 你好\n");
      assertEnds(client, "HELLO, 你好\n");
    }
  }

  @Test
  void row7TheWordOverEndsTheConversation() throws Exception {
    try (Program server = Program.python("upper_server.py", "over");
        Program client = connect("tcp", server, "--framing", "raw")) {
      client.type("hello\n");
      assertEquals("HELLO", client.line());
      client.type("over\n");
      assertEnds(client, "OVER\n");
    }
  }

  @Test
  void row8AThreadedServerServesSeveralOfUsAtOnce() throws Exception {
    try (Program server = Program.python("threaded_server.py", "tcp")) {
      int port = server.number();
      List<Program> clients = new ArrayList<>();
      try {
        for (int i = 0; i < 4; i++) {
          clients.add(connectTo(port, "--framing", "raw"));
        }
        for (Program client : clients.reversed()) {
          client.type("hello\n");
          assertEquals("HELLO", client.line());
        }
      } finally {
        clients.forEach(Program::close);
      }
    }
  }

  @Test
  void row8AThreadedDatagramServerAnswersEachDatagram() throws Exception {
    try (Program server = Program.python("threaded_server.py", "udp");
        Program client = connect("udp", server)) {
      client.typeAll("a\nb\nc\n");
      assertEquals(List.of("A", "B", "C"), client.rest().lines().sorted().toList());
    }
  }

  // 9 to 13: answers, ends

  @Test
  void row9GoodbyeIsReadAndTheCloseEndsUs() throws Exception {
    try (Program server = Program.python("reply_server.py", "bye", "--once", "--bare");
        Program client = connect("tcp", server, "--framing", "raw")) {
      client.type("hello\n");
      assertEnds(client, "bye\n");
    }
  }

  @Test
  void row10AnswersArePrintedAsTheyAre() throws Exception {
    for (String text : List.of("server send :", "服务端接收到信息")) {
      try (Program server = Program.python("reply_server.py", text);
          Program client = connect("tcp", server, "--framing", "raw")) {
        client.typeAll("你好\n");
        assertEnds(client, text + "你好\n");
      }
    }
  }

  @Test
  void row11WeNoticeThatTheServerClosesAfterAQuitWord() throws Exception {
    try (Program server = Program.python("reply_server.py", "got ", "--quit", "q", "--quit", "Q");
        Program client = connect("tcp", server, "--framing", "raw")) {
      client.type("Q\n");
      assertEnds(client, "got Q\n");
    }
  }

  @Test
  void row12AServerThatVanishesWithinAnAnswerEndsUs() throws Exception {
    assertVanished("reset", "parley: the peer reset the connection", 1);
    assertVanished("close", "parley: the server broke the protocol: ", 4);
  }

  private static void assertVanished(String how, String sentence, int exitCode) throws Exception {
    try (Program server = Program.python("vanish.py", "server", how, "0000000568");
        Program client = connect("tcp", server, "--framing", "length:4be", "-v")) {
      assertEquals("(sent)", server.line());
      // One that vanishes earlier has never been there.
      client.await(line -> line.startsWith("parley: connected"));
      server.endInput();
      assertEquals(exitCode, client.exitCode());
      client.await(line -> line.startsWith(sentence));
    }
  }

  @Test
  void row12AKilledServerEndsUsAndWhatItSaidIsPrinted() throws Exception {
    try (Program server = Program.python("vanish.py", "server", "hang", "6869");
        Program client = connect("tcp", server, "--framing", "raw")) {
      assertEquals("hi", client.line());
      server.signal("KILL");
      assertEnds(client, "");
    }
  }

  @Test
  void row13AnEmptyInputIsSkippedOverTcpAndSaidSo() throws Exception {
    try (Program server = Program.python("reply_server.py", "got ");
        Program client = connect("tcp", server, "--framing", "raw")) {
      client.typeAll("\nhello\n\n");
      assertEnds(client, "got hello\n");
      client.await(line -> line.startsWith("parley: empty lines are not sent"));
    }
  }

  // 14 to 17: framings and the login

  @Test
  void row14AServerThatReadsInPiecesGetsSeveralMessages() throws Exception {
    try (Program server = Program.python("ready_server.py");
        Program client = connect("tcp", server, "--framing", "ready", "--reply-framing", "raw")) {
      client.typeAll("hello\nsome more\nand a last one\n");
      assertEnds(client, "HELLO\nSOME MORE\nAND A LAST ONE\n");
      assertEquals("5 hello\n9 some more\n14 and a last one\n(closed)\n", server.rest());
    }
  }

  @Test
  void row14LargeMessagesArriveWhole() throws Exception {
    try (Program server = Program.python("ready_server.py");
        Program client = connect("tcp", server, "--framing", "ready", "--reply-framing", "raw")) {
      client.typeAll("x".repeat(300_000) + "\nafter it\n");
      assertEquals("X".repeat(300_000) + "AFTER IT", client.rest().replace("\n", ""));
      assertEquals("300000 " + "x".repeat(20) + "\n8 after it\n(closed)\n", server.rest());
    }
  }

  @Test
  void row14AServerThatNeverAnswersGetsSeveralMessages() throws Exception {
    try (Program server = Program.python("ready_server.py", "--mute");
        Program client =
            connect(
                "tcp", server, "--framing", "ready", "--reply-framing", "raw", "--wait", "500ms")) {
      client.typeAll("hello\n\nsome more\nand a last one\n");
      assertEnds(client, "");
      assertEquals("5 hello\n0 \n9 some more\n14 and a last one\n(closed)\n", server.rest());
    }
  }

  @Test
  void rows15And16RequestsHaveALengthAndAnswersNone() throws Exception {
    try (Program server = Program.python("prefix_server.py");
        Program client =
            connect("tcp", server, "--framing", "length:4le", "--reply-framing", "raw")) {
      client.type("hello\n");
      assertEquals("HELLO", client.line());
      client.typeAll("x".repeat(5000) + "\n");
      assertEquals("X".repeat(5000), client.rest().replace("\n", ""));
      assertEquals(0, client.exitCode());
    }
  }

  @Test
  void row17TheRightKeyIsLetIn() throws Exception {
    try (Program server = Program.python("prefix_server.py", "secret");
        Program client = connectWithKey(server, "secret\n")) {
      client.typeAll("hello\n");
      assertEnds(client, "HELLO\n");
    }
  }

  @Test
  void row17AWrongKeyIsALoginRefused() throws Exception {
    try (Program server = Program.python("prefix_server.py", "secret");
        Program client = connectWithKey(server, "guess\n")) {
      client.typeAll("hello\n");
      assertEquals("(refused)", server.line());
      assertEquals(3, client.exitCode());
    }
  }

  private Program connectWithKey(Program server, String key) throws Exception {
    Path file = Files.writeString(directory.resolve("key.txt"), key);
    return connect(
        "tcp",
        server,
        "--framing",
        "length:4le",
        "--reply-framing",
        "raw",
        "--auth",
        "hmac-md5",
        "--key-file",
        file.toString());
  }

  // 19, 20, 22

  @Test
  void row19AProgramThatAsksIsReachedOverEither() throws Exception {
    for (String choice : List.of("t", "u")) {
      try (Program server = Program.python("both.py", "server")) {
        server.type("x\n" + choice + "\n");
        assertEquals("t or u?", server.line());
        assertEquals("t or u?", server.line());
        try (Program client =
            connect(choice.equals("t") ? "tcp" : "udp", server, "--framing", "raw")) {
          client.typeAll("hello\n");
          assertEnds(client, "HELLO\n");
        }
      }
    }
  }

  @Test
  void row20AStampStandsBeforeTheText() throws Exception {
    try (Program server = Program.python("chat_server.py");
        Program client = connect("tcp", server, "--framing", "raw", "--stamp")) {
      client.typeAll("text\n");
      String line = server.line();
      assertTrue(line.matches("\\[\\w{3} \\w{3} [ \\d]\\d [\\d:]{8} \\d{4}]:text"), line);
    }
  }

  @Test
  void row22AHalfCloseIsSeenAndAnswersComeAfterIt() throws Exception {
    try (Program server = Program.python("calls.py", "half_close_server");
        Program client = connect("tcp", server)) {
      client.typeAll("one\ntwo\n");
      assertEnds(client, "ONE\nTWO\n");
    }
  }

  @Test
  void row22ABroadcastIsAnsweredByWhoeverIsThere() throws Exception {
    try (Program server = Program.python("udp_server.py", "upper", "--any");
        Program client =
            Program.start(
                "connect",
                "udp://127.255.255.255:" + server.number(),
                "--broadcast",
                "--wait",
                "300ms")) {
      client.typeAll("anybody there?\n");
      assertEnds(client, "ANYBODY THERE?\n");
    }
  }

  @Test
  void row22SocketOptionsDoNotDisturb() throws Exception {
    try (Program server = Program.python("upper_server.py");
        Program client =
            connect(
                "tcp",
                server,
                "--framing",
                "raw",
                "--receive-buffer",
                "4k",
                "--send-buffer",
                "4k",
                "--no-delay",
                "--keep-alive",
                "-w",
                "5s")) {
      client.typeAll("hello\n");
      assertEnds(client, "HELLO\n");
    }
  }

  @Test
  void row22AUnixDomainServerAnswers() throws Exception {
    Path file = directory.resolve("s");
    try (Program server = Program.python("calls.py", "unix_server", file)) {
      assertEquals("(listening)", server.line());
      try (Program client = Program.start("connect", "unix:" + file, "--framing", "raw")) {
        client.typeAll("over a file\n");
        assertEnds(client, "OVER A FILE\n");
      }
    }
  }
}
