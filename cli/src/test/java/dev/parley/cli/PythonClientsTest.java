package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients as in the tutorials, in Python (`src/test/python`), against `parley serve`. The numbers
/// are those of the programs that Parley grows from; `PythonServersTest` has the other direction.
final class PythonClientsTest {
  private static final String HOST = "127.0.0.1";
  private static final String TCP = "tcp://127.0.0.1:0";
  private static final String UDP = "udp://127.0.0.1:0";

  @TempDir private Path directory;

  @BeforeEach
  void pythonIsHere() {
    Installed.need("python3");
  }

  private static Program serve(String listen, String... words) throws Exception {
    return Program.start(
        Stream.concat(Stream.of("serve", "-l", listen), Stream.of(words)).toArray(String[]::new));
  }

  private static Program operator() throws Exception {
    return serve(TCP, "operator", "--framing", "raw", "--quit-word", "q", "--quit-word", "Q");
  }

  private static Program chat(Program server) throws Exception {
    Program client =
        Program.python("chat_client.py", HOST, server.port("tcp"), "--leave", "q", "--leave", "Q");
    assertEquals("(connected)", client.line());
    return client;
  }

  // 1, 2: chat

  @Test
  void row1APersonAnswersUntilTheClientSaysQ() throws Exception {
    try (Program operator = operator();
        Program client = chat(operator)) {
      client.type("你好\n");
      assertTrue(operator.line().endsWith(": 你好"));
      operator.type("hello yourself\n");
      assertEquals("hello yourself", client.line());
      client.type("Q\n");
      assertTrue(operator.line().endsWith(": Q"));
      assertEquals("(closed)", client.line());
      operator.await(line -> line.contains("has left"));
    }
  }

  @Test
  void row1APersonEndsItWithQ() throws Exception {
    try (Program operator = operator();
        Program client = chat(operator)) {
      client.type("hello\n");
      operator.line();
      operator.type("q\n");
      assertEquals("q", client.line());
      client.type("still there?\n");
      assertEquals("(closed)", client.line());
    }
  }

  @Test
  void row2WhatAWaitingClientSentIsNotLost() throws Exception {
    try (Program operator = operator();
        Program first = chat(operator);
        Program second = chat(operator)) {
      first.type("from the first\n");
      assertTrue(operator.line().endsWith(": from the first"));
      second.type("from the second\n");
      assertTrue(operator.line().endsWith(": from the second"));
      operator.type("@1 to the first\n");
      assertEquals("to the first", first.line());
      operator.type("@1 q\n");
      operator.type("to the second\n");
      assertEquals("to the second", second.line());
    }
  }

  // 3, 4: datagrams and people

  @Test
  void row3OneDatagramIsPrintedAndItsSenderTold() throws Exception {
    try (Program print = serve(UDP, "print", "-v");
        Program client = Program.python("udp_client.py", HOST, print.port("udp"), "--mute")) {
      client.typeAll("一个数据报\n");
      assertEquals("一个数据报", print.line());
      print.await(line -> line.startsWith("parley: session 1 127.0.0.1:"));
    }
  }

  @Test
  void row4AnswersGoToTheAddressThatTheDatagramCameFrom() throws Exception {
    try (Program operator = serve(UDP, "operator");
        Program first = Program.python("udp_client.py", HOST, operator.port("udp"));
        Program second = Program.python("udp_client.py", HOST, operator.port("udp"))) {
      first.type("one\n");
      assertTrue(operator.line().endsWith(": one"));
      second.type("two\n");
      assertTrue(operator.line().endsWith(": two"));
      operator.type("to the second\n@1 to the first\n");
      assertEquals("<to the second>", second.line());
      assertEquals("<to the first>", first.line());
    }
  }

  // 5 to 8: capital letters

  @Test
  void row5CapitalLettersComeBackAndTheNextClientIsServed() throws Exception {
    try (Program upper = serve(TCP, "upper", "--framing", "raw")) {
      for (int i = 0; i < 2; i++) {
        try (Program client = chat(upper)) {
          client.typeAll("hello\nstraße\n你好 abc\n");
          assertEquals("HELLO\nSTRASSE\n你好 ABC\n(closed)\n", client.rest());
        }
      }
    }
  }

  @Test
  void row6EachDatagramIsAnsweredAndAnEmptyOneWithAnEmptyOne() throws Exception {
    try (Program upper = serve(UDP, "upper");
        Program client = Program.python("udp_client.py", HOST, upper.port("udp"))) {
      client.typeAll("hello\n\nagain\n");
      assertEquals("<HELLO>\n<>\n<AGAIN>\n(closed)\n", client.rest());
    }
  }

  @Test
  void row7TheWordOverEndsTheConversation() throws Exception {
    try (Program upper = serve(TCP, "upper", "--framing", "raw", "--quit-word", "over");
        Program client = chat(upper)) {
      client.typeAll("hello\nover\nnever answered\n");
      assertEquals("HELLO\nOVER\n(closed)\n", client.rest());
    }
  }

  @Test
  void row8ManyClientsAreServedAtOnce() throws Exception {
    try (Program upper = Program.start("serve", "upper", "--framing", "raw", "-l", TCP, "-l", UDP);
        Program streams = Program.python("many_clients.py", "tcp", HOST, upper.port("tcp"), 100);
        Program datagrams = Program.python("many_clients.py", "udp", HOST, upper.port("udp"), 20)) {
      assertEquals("300 right", streams.line());
      assertEquals("60 right", datagrams.line());
    }
  }

  // 9 to 13: answers, ends

  @Test
  void row9OneAnswerThenGoodbyeForEachClient() throws Exception {
    try (Program reply = serve(TCP, "reply", "--text", "bye", "--once", "--framing", "raw")) {
      for (int i = 0; i < 2; i++) {
        try (Program client = chat(reply)) {
          client.typeAll("hello\nmore\n");
          assertEquals("bye\n(closed)\n", client.rest());
        }
      }
    }
  }

  @Test
  void row10AnswersAreTheExactTextsAroundTheMessage() throws Exception {
    assertReply("server send :{message}", "hello", "server send :hello");
    assertReply("服务端接收到信息{message}", "你好", "服务端接收到信息你好");
  }

  private static void assertReply(String text, String said, String answer) throws Exception {
    try (Program reply = serve(TCP, "reply", "--text", text, "--framing", "raw");
        Program client = chat(reply)) {
      client.typeAll(said + "\n");
      assertEquals(answer + "\n(closed)\n", client.rest());
    }
  }

  @Test
  void row10ADatagramIsAcknowledgedWithAFixedText() throws Exception {
    try (Program reply = serve(UDP, "reply", "--text", "i am udp,i got it");
        Program client = Program.python("udp_client.py", HOST, reply.port("udp"))) {
      client.typeAll("hello\n\n");
      assertEquals("<i am udp,i got it>\n<i am udp,i got it>\n(closed)\n", client.rest());
    }
  }

  @Test
  void row11TheServerAnswersAQuitWordAndCloses() throws Exception {
    for (String word : List.of("q", "Q")) {
      try (Program reply =
              serve(
                  TCP,
                  "reply",
                  "--text",
                  "server send :{message}",
                  "--framing",
                  "raw",
                  "--quit-word",
                  "q",
                  "--quit-word",
                  "Q");
          Program client = Program.python("chat_client.py", HOST, reply.port("tcp"))) {
        client.typeAll("hello\n" + word + "\nnever answered\n");
        assertEquals(
            "(connected)\nserver send :hello\nserver send :" + word + "\n(closed)\n",
            client.rest());
      }
    }
  }

  @Test
  void row12AResetWithinAMessageEndsOnlyThatConversation() throws Exception {
    try (Program upper = serve(TCP, "upper", "--framing", "length:4be", "-v");
        Program vanishing =
            Program.python("vanish.py", "client", "reset", HOST, upper.port("tcp"), "0000000568")) {
      assertEquals("(sent)", vanishing.line());
      vanishing.endInput();
      upper.await(line -> line.contains("closed peer-reset"));
      assertStillServes(upper);
    }
  }

  @Test
  void row12AKilledClientEndsOnlyItsConversation() throws Exception {
    try (Program upper = serve(TCP, "upper", "--framing", "length:4be", "-v");
        Program vanishing =
            Program.python("vanish.py", "client", "hang", HOST, upper.port("tcp"), "0000000568")) {
      assertEquals("(sent)", vanishing.line());
      vanishing.signal("KILL");
      upper.await(line -> line.contains("closed frame-truncated"));
      assertStillServes(upper);
    }
  }

  private static void assertStillServes(Program upper) throws Exception {
    try (RawPeer peer = RawPeer.tcp(upper.port("tcp"))) {
      peer.send(new byte[] {0, 0, 0, 2, 'h', 'i'});
      assertEquals("\0\0\0\2HI", peer.receive("\0\0\0\2HI"));
    }
  }

  @Test
  void row13AnEmptyInputIsSkippedOverTcp() throws Exception {
    try (Program upper = serve(TCP, "upper", "--framing", "raw");
        Program client = chat(upper)) {
      client.typeAll("\nhello\n\n");
      assertEquals("HELLO\n(closed)\n", client.rest());
    }
  }

  // 14 to 17: framings and the login

  @Test
  void row14TheLengthIsAcknowledgedWithReady() throws Exception {
    String large = "x".repeat(100_000);
    try (Program upper = serve(TCP, "upper", "--framing", "ready", "--reply-framing", "raw");
        Program client = Program.python("ready_client.py", HOST, upper.port("tcp"))) {
      client.typeAll("hello\nsome more\n" + large + "\n");
      assertEquals(
          "5 HELLO\n9 SOME MORE\n100000 " + "X".repeat(20) + "\n(closed)\n", client.rest());
    }
  }

  @Test
  void row14SoAreTheAnswers() throws Exception {
    try (Program upper = serve(TCP, "upper", "--framing", "ready");
        Program client = Program.python("ready_client.py", HOST, upper.port("tcp"), "--both")) {
      client.typeAll("hello\nsome more\n" + "x".repeat(100_000) + "\n");
      assertEquals(
          "5 HELLO\n9 SOME MORE\n100000 " + "X".repeat(20) + "\n(closed)\n", client.rest());
    }
  }

  @Test
  void rows15And16RequestsHaveALengthAndAnswersNone() throws Exception {
    try (Program upper = serve(TCP, "upper", "--framing", "length:4le", "--reply-framing", "raw");
        Program client = Program.python("prefix_client.py", HOST, upper.port("tcp"))) {
      client.typeAll("hello\nünï\n");
      assertEquals("HELLO\nÜNÏ\n(closed)\n", client.rest());
    }
  }

  @Test
  void row17TheRightKeyIsLetIn() throws Exception {
    assertLogin("secret", "right", "HELLO\nWORLD\n(closed)\n");
    assertLogin("secret", "together", "HELLO\nWORLD\n(closed)\n");
  }

  @Test
  void row17AWrongOrShortProofIsClosedWithoutAWord() throws Exception {
    assertLogin("guess", "right", "(closed)\n");
    assertLogin("secret", "short", "(closed)\n");
  }

  @Test
  void row17ALateProofIsClosedWithoutAWord() throws Exception {
    assertLogin("secret", "late", "b''\n(closed)\n", "--login-timeout", "300ms");
  }

  private void assertLogin(String key, String how, String seen, String... more) throws Exception {
    Path file = Files.writeString(directory.resolve("key.txt"), "secret\n");
    String[] words = {
      "upper",
      "--framing",
      "length:4le",
      "--reply-framing",
      "raw",
      "--auth",
      "hmac-md5",
      "--key-file",
      file.toString()
    };
    try (Program upper =
            serve(TCP, Stream.of(words, more).flatMap(Stream::of).toArray(String[]::new));
        Program client = Program.python("prefix_client.py", HOST, upper.port("tcp"), key, how)) {
      client.typeAll("hello\nworld\n");
      assertEquals(seen, client.rest());
      if (!seen.startsWith("HELLO")) {
        upper.await(line -> line.matches("parley: session 1 .* closed login-(refused|timeout).*"));
      }
    }
  }

  // 18 to 20, 22

  @Test
  void row18ACrowdIsTurnedAwayAtTheDoor() throws Exception {
    try (Program upper = serve(TCP, "upper", "--framing", "raw", "--max-per-address", "3");
        Program crowd = Program.python("calls.py", "crowd", HOST, upper.port("tcp"), 5)) {
      assertEquals("3 served 2 closed", crowd.line());
    }
  }

  @Test
  void row19OneServerTakesBothTransportsOfAProgramThatAsks() throws Exception {
    try (Program upper =
        Program.start("serve", "upper", "--framing", "raw", "-l", TCP, "-l", UDP)) {
      for (String choice : List.of("t", "u")) {
        try (Program client =
            Program.python("both.py", "client", HOST, upper.port("tcp"), upper.port("udp"))) {
          client.typeAll("x\n" + choice + "\nhello\n");
          assertEquals("t or u?\nt or u?\nHELLO\n", client.rest());
        }
      }
    }
  }

  @Test
  void row20AStampedMessageArrivesAsItIs() throws Exception {
    try (Program print = serve(TCP, "print", "--framing", "raw");
        Program client = Program.python("chat_client.py", HOST, print.port("tcp"), "--stamp")) {
      client.type("text\n");
      String line = print.line();
      assertTrue(line.matches("\\[\\w{3} \\w{3} [ \\d]\\d [\\d:]{8} \\d{4}]:text"), line);
    }
  }

  @Test
  void row22ConnectExReturnsACode() throws Exception {
    int port;
    try (Program upper = serve(TCP, "upper")) {
      port = upper.port("tcp");
      try (Program caller = Program.python("calls.py", "connect_ex", HOST, port)) {
        assertEquals("0", caller.line());
      }
      upper.signal("TERM");
      assertEquals(143, upper.exitCode());
    }
    try (Program caller = Program.python("calls.py", "connect_ex", HOST, port)) {
      assertEquals("111", caller.line());
    }
  }

  @Test
  void row22OptionsAndAddressesAgree() throws Exception {
    try (Program reply =
            serve(
                TCP,
                "reply",
                "--text",
                "{peer}",
                "--framing",
                "raw",
                "--backlog",
                "1",
                "--receive-buffer",
                "4k",
                "--send-buffer",
                "4k",
                "--no-delay",
                "--keep-alive");
        Program caller = Program.python("calls.py", "options", HOST, reply.port("tcp"))) {
      String[] words = caller.line().split(" ", -1);
      assertEquals(words[0], words[1]);
      assertEquals(Integer.toString(reply.port("tcp")), words[2]);
    }
  }

  @Test
  void row22AHalfClosedClientIsAnsweredToTheEnd() throws Exception {
    try (Program upper = serve(TCP, "upper");
        Program caller = Program.python("calls.py", "half_close", HOST, upper.port("tcp"))) {
      assertEquals("ONE\nTWO\nTHREE\n", caller.rest());
    }
  }

  @Test
  void row22ABroadcastIsAnswered() throws Exception {
    try (Program upper = serve("udp://0.0.0.0:0", "upper", "--allow-plain");
        Program client =
            Program.python("udp_client.py", "127.255.255.255", upper.port("udp"), "--broadcast")) {
      client.typeAll("anybody there?\n");
      assertEquals("<ANYBODY THERE?>\n(closed)\n", client.rest());
    }
  }

  @Test
  void row22UnixDomainPeersAreServed() throws Exception {
    Path file = directory.resolve("s");
    try (Program upper = serve("unix:" + file, "upper", "--framing", "raw")) {
      upper.await(line -> line.contains("listening on unix:"));
      try (Program caller = Program.python("calls.py", "unix", file)) {
        assertEquals("OVER A FILE", caller.line());
      }
    }
  }
}
