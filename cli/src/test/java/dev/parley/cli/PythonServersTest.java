package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.ClosedPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `parley connect` against Python servers as in the tutorials (`src/test/python`). The row numbers
/// are those of the programs that Parley grew from; `PythonClientsTest` tests the other direction.
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

  private static void assertEnds(Program program, String seen) throws Exception {
    assertEquals(seen, program.rest());
    assertEquals(0, program.exitCode());
  }

  /// Returns such a server's output for a message.
  private static String shown(String text) {
    return "收到来自127.0.0.1: 说:" + text;
  }

  // 1, 2: chat

  @Test
  void row1APersonAtTheServerAnswersUntilWeSayQ() throws Exception {
    try (Program server = Program.python("chat_server.py")) {
      int port = server.number();
      try (Program client = connectTo(port, "--framing", "raw", "--quit-word", "q")) {
        client.type("你好\n");
        assertEquals(shown("你好"), server.line());
        server.type("hello yourself\n");
        assertEquals("hello yourself", client.line());
        client.type("q\n");
        assertEquals(shown("q"), server.line());
        assertEnds(client, "");
        assertEnds(server, "");
      }
      try (Program late = connectTo(port, "--framing", "raw")) {
        assertEquals(1, late.exitCode());
      }
    }
  }

  @Test
  void row1AServerThatAsksItsPersonAfterOurEndIsLeftAfterAWhile() throws Exception {
    try (Program server = Program.python("chat_server.py");
        Program client = connect("tcp", server, "--framing", "raw", "--wait", "3s")) {
      client.typeAll("hello\n");
      assertEquals(shown("hello"), server.line());
      server.type("hello yourself\n");
      assertEnds(client, "hello yourself\n");
      assertEquals(shown(""), server.line());
    }
  }

  @Test
  void row1AWordThatIsNotSentLeavesTheServerAlone() throws Exception {
    try (Program server = Program.python("chat_server.py");
        Program client = connect("tcp", server, "--framing", "raw", "--leave-word", "q")) {
      client.type("hello\n");
      assertEquals(shown("hello"), server.line());
      server.type("hello yourself\n");
      assertEquals("hello yourself", client.line());
      client.type("q\n");
      assertEnds(client, "");
      assertEquals(shown(""), server.line());
    }
  }

  @Test
  void row1TheServerEndsItWithQ() throws Exception {
    try (Program server = Program.python("chat_server.py");
        Program client = connect("tcp", server, "--framing", "raw")) {
      client.type("hello\n");
      assertEquals(shown("hello"), server.line());
      server.type("Q\n");
      assertEnds(client, "Q\n");
      assertEnds(server, "");
    }
  }

  @Test
  void row1ADialogueFromAPipeGoesTurnByTurn() throws Exception {
    try (Program server = Program.python("chat_server.py");
        Program client = connect("tcp", server, "--framing", "raw", "--wait", "10s")) {
      client.typeAll("hello\n你好\nq\n");
      assertEquals(shown("hello"), server.line());
      server.type("one\n");
      assertEquals(shown("你好"), server.line());
      server.type("two\n");
      assertEquals(shown("q"), server.line());
      assertEnds(client, "one\ntwo\n");
      assertEnds(server, "");
    }
  }

  @Test
  void row2WhatWeSentWhileWaitingIsAnsweredWhenOurTurnComes() throws Exception {
    try (Program server = Program.python("chat_server.py", "--next")) {
      int port = server.number();
      try (Program first = connectTo(port, "--framing", "raw", "--quit-word", "q")) {
        first.type("from the first\n");
        assertEquals(shown("from the first"), server.line());
        try (Program second =
            connectTo(port, "--framing", "raw", "-v", "--quit-word", "q", "--wait", "3s")) {
          second.await(line -> line.startsWith("parley: connected"));
          second.type("来自第二个\n");
          server.type("q\n");
          // The server does not close here; its quit word ends our side.
          assertEnds(first, "q\n");
          assertEquals("(next)", server.line());
          assertEquals(shown("来自第二个"), server.line());
          server.type("to the second\n");
          assertEquals("to the second", second.line());
          second.type("q\n");
          assertEquals(shown("q"), server.line());
          assertEnds(second, "");
        }
      }
    }
  }

  // 3, 4, 6, 10: datagrams

  @Test
  void row3ADatagramIsPrintedWithOurAddress() throws Exception {
    try (Program server = Program.python("udp_server.py", "print", 1);
        Program client = connect("udp", server, "--wait", "3s", "-v")) {
      client.typeAll("一个数据报\n");
      String line = server.line();
      assertTrue(line.matches("一个数据报 127\\.0\\.0\\.1 \\d+"), line);
      assertEnds(client, "");
      assertEnds(server, "");
    }
  }

  @Test
  void row3AnEmptyDatagramIsOneOfThree() throws Exception {
    try (Program server = Program.python("udp_server.py", "print", 3);
        Program client = connect("udp", server, "--wait", "3s")) {
      client.typeAll("one\n\n" + "x".repeat(5000) + "\n");
      assertTrue(server.line().startsWith("one 127"));
      assertTrue(server.line().startsWith(" 127"));
      assertTrue(server.line().startsWith("x".repeat(1024) + " 127"));
      assertEnds(client, "");
      assertEnds(server, "");
    }
  }

  @Test
  void row4EachOfUsHearsItsOwnAnswer() throws Exception {
    try (Program server = Program.python("udp_server.py", "chat")) {
      String address = "udp://127.0.0.1:" + server.number();
      try (Program first = Program.start("connect", address, "--leave-word", "quit");
          Program second = Program.start("connect", address)) {
        first.type("one\n");
        assertEquals(shown("one"), server.line());
        second.type("二\n");
        server.type("to the first\n给第二个\n");
        assertEquals("to the first", first.line());
        assertEquals(shown("二"), server.line());
        assertEquals("给第二个", second.line());
        second.type("again\n");
        assertEquals(shown("again"), server.line());
        server.type("\n");
        assertEquals("", second.line());
        first.type("quit\n");
        assertEnds(first, "");
        second.type("\n");
        assertEnds(server, "");
      }
    }
  }

  /// Row 7 of the originals' behaviour.
  @Test
  void row4WeMayStartFirst() throws Exception {
    try (ClosedPort closed = ClosedPort.udp();
        Program client = Program.start("connect", closed.address())) {
      int port = closed.number();
      client.type("nobody hears this\n");
      client.await(line -> line.contains("nobody"));
      closed.release();
      try (Program server = Program.python("udp_server.py", "upper", "--port", port)) {
        assertEquals(port, server.number());
        client.typeAll("hello\n");
        assertEquals(shown("hello"), server.line());
        assertEnds(client, "HELLO\n");
      }
    }
  }

  @Test
  void row6EachLineIsADatagramAndAnEmptyOneAnEmptyOne() throws Exception {
    try (Program server = Program.python("udp_server.py", "upper");
        Program client = connect("udp", server)) {
      client.typeAll("hello\n\n你好 ß\n" + "x".repeat(5000) + "\n");
      assertEnds(client, "HELLO\n\n你好 ß\n" + "X".repeat(1024) + "\n");
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
    try (Program server = Program.python("upper_server.py")) {
      int port = server.number();
      for (int i = 0; i < 2; i++) {
        try (Program client = connectTo(port, "--framing", "raw")) {
          client.typeAll("hello, 你好\nstraße\n\nagain\n");
          assertEnds(client, "HELLO, 你好\nSTRAßE\nAGAIN\n");
          assertEquals(shown("hello, 你好"), server.line());
          assertEquals(shown("straße"), server.line());
          assertEquals(shown("again"), server.line());
          assertEquals("(next)", server.line());
        }
      }
    }
  }

  @Test
  void row5AServerOfTextKnowsTheCapitalsOfUnicode() throws Exception {
    try (Program server = Program.python("upper_server.py", "--text");
        Program client = connect("tcp", server, "--framing", "raw")) {
      client.typeAll("straße ü\n");
      assertEnds(client, "STRASSE Ü\n");
    }
  }

  @Test
  void row5AServerThatDoesNotNoticeOurEndHasAnsweredAllBeforeAndIsLeft() throws Exception {
    try (Program server = Program.python("upper_server.py", "--spin");
        Program client = connect("tcp", server, "--framing", "raw", "--wait", "3s")) {
      client.typeAll("hello\n你好\nlast\n");
      assertEnds(client, "HELLO\n你好\nLAST\n");
      assertEquals(shown("hello"), server.line());
      assertEquals(shown("你好"), server.line());
      assertEquals(shown("last"), server.line());
    }
  }

  @Test
  void row5FiveThousandBytesComeBackWhole() throws Exception {
    try (Program server = Program.python("upper_server.py");
        Program client = connect("tcp", server, "--framing", "raw", "--wait", "3s")) {
      client.typeAll("x".repeat(5000) + "\n");
      assertEquals("X".repeat(5000), client.rest().replace("\n", ""));
      assertEquals(0, client.exitCode());
    }
  }

  /// A read of 1,024 bytes ends within a character, which a strict decoder does not survive.
  @Test
  void row5AServerThatDiesOfHalfACharacterIsNotAnOrderlyEnd() throws Exception {
    try (Program server = Program.python("upper_server.py");
        Program client = connect("tcp", server, "--framing", "raw", "--wait", "2s")) {
      client.typeAll("你".repeat(1000) + "\n");
      assertEquals(1, client.exitCode());
      assertEquals(1, server.exitCode());
    }
  }

  @Test
  void row7TheWordOverEndsTheConversationWithoutAnAnswer() throws Exception {
    try (Program server = Program.python("upper_server.py", "--over", "over");
        Program client = connect("tcp", server, "--framing", "raw", "-v")) {
      client.type("hello\n");
      assertEquals("HELLO", client.line());
      client.type("over\n");
      assertEnds(client, "");
      assertEquals(shown("hello"), server.line());
      assertEquals(shown("over"), server.line());
      assertEquals("(next)", server.line());
    }
  }

  @Test
  void row8AThreadedOrForkingServerServesSeveralOfUsAtOnce() throws Exception {
    for (String kind : List.of("tcp", "fork")) {
      try (Program server = Program.python("threaded_server.py", kind)) {
        int port = server.number();
        try (Program first = connectTo(port, "--framing", "raw");
            Program second = connectTo(port, "--framing", "raw")) {
          second.type("second\n");
          assertEquals("SECOND", second.line());
          first.typeAll("first\n你好\n");
          assertEnds(first, "FIRST\n你好\n");
          second.endInput();
          assertEnds(second, "");
        }
      }
    }
  }

  @Test
  void row8AThreadedDatagramServerAnswersEachDatagram() throws Exception {
    try (Program server = Program.python("threaded_server.py", "udp");
        Program client = connect("udp", server)) {
      client.typeAll("a\n\n你好\n");
      assertEnds(client, "i am server\n".repeat(3));
    }
  }

  // 9 to 13: answers, ends

  @Test
  void row9GoodbyeIsReadAndTheCloseEndsUs() throws Exception {
    try (Program server = Program.python("reply_server.py", "bye", "--once", "--bare")) {
      int port = server.number();
      for (int i = 0; i < 2; i++) {
        try (Program client = connectTo(port, "--framing", "raw")) {
          client.type("hello\n");
          assertEnds(client, "bye\n");
        }
      }
    }
  }

  @Test
  void row9WhatCouldNotBeSaidIsNotAFineEnd() throws Exception {
    try (Program server = Program.python("reply_server.py", "bye", "--once", "--bare");
        Program client = connect("tcp", server, "--framing", "raw")) {
      client.typeAll("hello\nmore\nand more\n");
      assertEquals("bye\n", client.rest());
      assertEquals(1, client.exitCode());
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
    try (Program server =
        Program.python("reply_server.py", "got ", "--quit", "Q", "--over", "over", "--spin")) {
      int port = server.number();
      try (Program client = connectTo(port, "--framing", "raw")) {
        client.type("Q\n");
        assertEnds(client, "got Q\n");
      }
      try (Program client = connectTo(port, "--framing", "raw")) {
        client.typeAll("hello\nover\n");
        assertEnds(client, "got hello\n");
      }
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
      // A server that vanishes earlier looks like one that was never there.
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
        Program client =
            connect("tcp", server, "--framing", "ready:chars", "--reply-framing", "raw")) {
      client.typeAll("hello\n你好\nStraße\n");
      assertEnds(client, "HELLO\n你好\nSTRASSE\n");
      assertEnds(
          server, shown("hello") + "\n" + shown("你好") + "\n" + shown("Straße") + "\n(closed)\n");
    }
  }

  @Test
  void row14TheAnswersMayComeWithReadyToo() throws Exception {
    try (Program server = Program.python("ready_server.py", "--both");
        Program client = connect("tcp", server, "--framing", "ready:chars")) {
      client.typeAll("hello\n你好\n" + "x".repeat(5000) + "\n");
      assertEnds(client, "HELLO\n你好\n" + "X".repeat(5000) + "\n");
    }
  }

  @Test
  void row14LargeMessagesArriveWhole() throws Exception {
    try (Program server = Program.python("ready_server.py");
        Program client =
            connect("tcp", server, "--framing", "ready:chars", "--reply-framing", "raw")) {
      client.typeAll("x".repeat(50_000) + "\nafter it\n");
      assertEquals("X".repeat(50_000) + "AFTER IT", client.rest().replace("\n", ""));
      assertEquals(0, client.exitCode());
      assertEnds(server, shown("x".repeat(50_000)) + "\n" + shown("after it") + "\n(closed)\n");
    }
  }

  @Test
  void row14AServerThatNeverAnswersGetsSeveralMessages() throws Exception {
    try (Program server = Program.python("ready_server.py", "--mute");
        Program client = connect("tcp", server, "--framing", "ready:chars", "--wait", "3s")) {
      client.typeAll("hello\n\n你好\n");
      assertEnds(client, "");
      assertEnds(server, shown("hello") + "\n" + shown("") + "\n" + shown("你好") + "\n(closed)\n");
    }
  }

  @Test
  void row15AServerThatNeverAnswersAndSwallowsWhatFollowsGetsEachMessageInATurn() throws Exception {
    try (Program server = Program.python("prefix_server.py");
        Program client =
            connect("tcp", server, "--framing", "length:4le:chars", "--turns", "--wait", "3s")) {
      client.typeAll("你好\nStraße\n\n" + "x".repeat(5000) + "\n");
      assertEquals(shown("你好"), server.line());
      assertEquals(shown("Straße"), server.line());
      assertEquals(shown(""), server.line());
      assertEquals(shown("x".repeat(5000)), server.line());
      assertEnds(client, "");
      // Its struct.error, at the empty read.
      assertEquals(1, server.exitCode());
    }
  }

  @Test
  void rows16And17RequestsHaveALengthAndAnswersNoneAfterTheLogin() throws Exception {
    try (Program server = Program.python("prefix_server.py", "secret");
        Program client = connectWithKey(server, "secret\n", "--turns")) {
      client.typeAll("hello\n你好\nStraße\n");
      assertEnds(client, "HELLO\n你好\nSTRAßE\n");
      assertEquals(shown("hello"), server.line());
      assertEquals(shown("你好"), server.line());
      assertEquals(shown("Straße"), server.line());
      assertEquals("(next)", server.line());
    }
  }

  @Test
  void row17WithoutAuthWeAreToldWhatTheServerLooksLike() throws Exception {
    try (Program server = Program.python("prefix_server.py", "secret");
        Program client =
            connect("tcp", server, "--framing", "length:4le:chars", "--reply-framing", "raw")) {
      client.type("hello\n");
      assertEquals("(refused)", server.line());
      client.await(line -> line.contains("--auth hmac-"));
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

  private Program connectWithKey(Program server, String key, String... more) throws Exception {
    Path file = Files.writeString(directory.resolve("key.txt"), key);
    Stream<String> words =
        Stream.of(
            "--framing",
            "length:4le:chars",
            "--reply-framing",
            "raw",
            "--auth",
            "hmac-md5",
            "--key-file",
            file.toString());
    return connect("tcp", server, Stream.concat(words, Stream.of(more)).toArray(String[]::new));
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
          client.typeAll("hello\n你好\n");
          assertEnds(client, "HELLO\n你好\n");
          assertEquals(shown("hello"), server.line());
          assertEquals(shown("你好"), server.line());
        }
      }
    }
  }

  @Test
  void row20AStampStandsBeforeTheText() throws Exception {
    try (Program server = Program.python("udp_server.py", "print", 1);
        Program client = connect("udp", server, "--stamp", "--wait", "3s")) {
      client.typeAll("你好\n");
      String line = server.line();
      assertTrue(line.matches("\\[\\w{3} \\w{3} [ \\d]\\d [\\d:]{8} \\d{4}]:你好 .*"), line);
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
  void row22ABroadcastIsAnsweredByThoseThatHearIt() throws Exception {
    try (Program server = Program.python("udp_server.py", "upper", "--any");
        Program client =
            Program.start(
                "connect",
                "udp://127.255.255.255:" + server.number(),
                "--broadcast",
                "--wait",
                "3s")) {
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
