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

/// Python clients as in the tutorials (`src/test/python`), against `parley serve`. The row numbers
/// are those of the programs that Parley grew from; `PythonServersTest` tests the other direction.
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
    return serve(
        TCP,
        "operator",
        "--framing",
        "raw",
        "--quit-word",
        "q",
        "--quit-word",
        "Q",
        "--sessions",
        "1");
  }

  private static Program client(Program server, Object... options) throws Exception {
    Object[] words =
        Stream.concat(Stream.of(HOST, server.port("tcp")), Stream.of(options)).toArray();
    Program client = Program.python("chat_client.py", words);
    assertEquals("(connected)", client.line());
    return client;
  }

  private static void assertEnds(Program program, String seen) throws Exception {
    assertEquals(seen, program.rest());
    assertEquals(0, program.exitCode());
  }

  // 1, 2: chat

  @Test
  void row1APersonAnswersUntilTheClientSaysQ() throws Exception {
    for (String word : List.of("q", "Q")) {
      try (Program operator = operator();
          Program client = client(operator, "--chat")) {
        client.type("你好\n");
        assertTrue(operator.line().endsWith(": 你好"));
        operator.type("hello yourself\n");
        assertEquals("hello yourself", client.line());
        client.type(word + "\n");
        assertTrue(operator.line().endsWith(": " + word));
        assertEnds(client, "(closed)\n");
        assertEnds(operator, "");
      }
    }
  }

  @Test
  void row1APersonEndsItWithQ() throws Exception {
    for (String word : List.of("q", "Q")) {
      try (Program operator = operator();
          Program client = client(operator, "--chat")) {
        client.type("hello\n");
        operator.line();
        operator.type(word + "\n");
        assertEnds(client, word + "\n(closed)\n");
        assertEnds(operator, "");
      }
    }
  }

  /// A close looks like a half-close: the peer may still be reading.
  @Test
  void row1APersonIsToldThatAClientLeftWithoutItsQ() throws Exception {
    try (Program operator = operator();
        Program client = client(operator, "--unsent", "q")) {
      client.type("q\n");
      assertEnds(client, "(closed)\n");
      operator.await(line -> line.contains("has finished sending"));
      operator.type("q\n");
      assertEnds(operator, "");
    }
  }

  @Test
  void row2WhatAWaitingClientSentIsNotLost() throws Exception {
    try (Program operator =
            serve(TCP, "operator", "--framing", "raw", "--quit-word", "q", "--sessions", "2");
        Program first = client(operator, "--chat");
        Program second = client(operator, "--chat")) {
      first.type("from the first\n");
      assertTrue(operator.line().endsWith(": from the first"));
      second.type("来自第二个\n");
      assertTrue(operator.line().endsWith(": 来自第二个"));
      operator.type("@1 to the first\n");
      assertEquals("to the first", first.line());
      first.type("more\n");
      assertTrue(operator.line().endsWith(": more"));
      operator.type("@1 q\n");
      assertEnds(first, "q\n(closed)\n");
      operator.type("to the second\n");
      assertEquals("to the second", second.line());
      second.type("q\n");
      assertTrue(operator.line().endsWith(": q"));
      assertEnds(second, "(closed)\n");
      assertEnds(operator, "");
    }
  }

  @Test
  void row2TheLineAfterAReceivedQGoesToTheNextClient() throws Exception {
    try (Program operator =
            serve(TCP, "operator", "--framing", "raw", "--quit-word", "q", "--sessions", "2");
        Program first = client(operator, "--chat");
        Program second = client(operator, "--chat")) {
      first.type("q\n");
      assertTrue(operator.line().endsWith(": q"));
      operator.await(line -> line.contains("has left"));
      second.type("hello\n");
      assertTrue(operator.line().endsWith(": hello"));
      operator.type("q\n");
      assertEnds(second, "q\n(closed)\n");
      assertEnds(operator, "");
    }
  }

  // 3, 4: datagrams and people

  @Test
  void row3OneDatagramIsPrintedAndItsSenderNamedAndThatIsAll() throws Exception {
    try (Program print = serve(UDP, "print", "-v", "--sessions", "1");
        Program client = Program.python("udp_client.py", HOST, print.port("udp"), "--mute")) {
      client.type("一个数据报\n");
      assertEnds(print, "一个数据报\n");
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
      second.type("二\n");
      assertTrue(operator.line().endsWith(": 二"));
      operator.type("to the second\n@1 给第一个\n");
      assertEquals("<to the second>", second.line());
      assertEquals("<给第一个>", first.line());
      first.type("\n");
      assertTrue(operator.line().endsWith(": "));
      operator.type("/empty\n");
      assertEquals("<>", first.line());
      first.type("quit\n");
      assertEnds(first, "(closed)\n");
    }
  }

  // 5 to 8: capital letters

  @Test
  void row5CapitalLettersComeBackAndTheNextClientIsServed() throws Exception {
    try (Program upper = serve(TCP, "upper", "--framing", "raw", "--show")) {
      for (int i = 0; i < 2; i++) {
        try (Program client = client(upper, "--unsent", "q")) {
          client.type("straße\n你好 abc\nq\n");
          assertEnds(client, "STRASSE\n你好 ABC\n(closed)\n");
          assertEquals("straße", upper.line());
          assertEquals("你好 abc", upper.line());
        }
      }
    }
  }

  @Test
  void row5CapitalsOfBytesLeaveOtherLettersAlone() throws Exception {
    try (Program upper = serve(TCP, "upper", "--framing", "raw", "--ascii", "--sessions", "1");
        Program client = client(upper)) {
      client.typeAll("straße ü é\n");
      assertEnds(client, "STRAßE ü é\n(closed)\n");
      assertEnds(upper, "");
    }
  }

  @Test
  void row5FiveThousandBytesComeBackInReadsOfAThousand() throws Exception {
    try (Program upper = serve(TCP, "upper", "--framing", "raw");
        Program client = client(upper)) {
      // The client reads once per line: it takes the rest of the first answer for the next ones.
      client.typeAll("x".repeat(5000) + "\n" + "y\n".repeat(5));
      String seen = client.rest().replace("\n", "");
      assertTrue(seen.startsWith("X".repeat(5000)), seen);
    }
  }

  @Test
  void row12AClientThatDoesNotNoticeOurEndHarmsNobody() throws Exception {
    try (Program upper = serve(TCP, "upper", "--framing", "raw", "--once", "-v");
        Program client = client(upper, "--blind")) {
      client.type("hello\n");
      assertEquals("HELLO", client.line());
      upper.await(line -> line.contains("closed "));
      client.typeAll("more\nand more\nand more\n");
      client.rest(); // by an empty read or a broken pipe
      assertStillServesRaw(upper);
    }
  }

  private static void assertStillServesRaw(Program upper) throws Exception {
    try (RawPeer peer = RawPeer.tcp(upper.port("tcp"))) {
      assertEquals("你好 HI", peer.send("你好 hi").receive("你好 HI"));
    }
  }

  @Test
  void row6EachDatagramIsAnsweredAndAnEmptyOneWithAnEmptyOne() throws Exception {
    try (Program upper = serve(UDP, "upper", "--ascii");
        Program client = Program.python("udp_client.py", HOST, upper.port("udp"))) {
      String large = "x".repeat(5000);
      client.type("hello\n\n你好 ß\n" + large + "\nquit\n");
      // The client's single read of 1,024 bytes truncates an answer that arrived whole.
      assertEnds(client, "<HELLO>\n<>\n<你好 ß>\n<" + "X".repeat(1024) + ">\n(closed)\n");
    }
  }

  @Test
  void row7TheWordOverEndsTheConversationWithoutAnAnswer() throws Exception {
    try (Program upper =
            serve(TCP, "upper", "--framing", "raw", "--close-word", "over", "--sessions", "1");
        Program client = client(upper)) {
      client.type("hello\nover\n");
      assertEnds(client, "HELLO\n(closed)\n");
      assertEnds(upper, "");
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

  @Test
  void row8EveryDatagramGetsTheFixedAnswer() throws Exception {
    try (Program reply = serve(UDP, "reply", "--text", "i am server", "--show");
        Program client = Program.python("udp_client.py", HOST, reply.port("udp"))) {
      client.type("你好\n\nquit\n");
      assertEnds(client, "<i am server>\n<i am server>\n(closed)\n");
      assertEquals("你好", reply.line());
      assertEquals("", reply.line());
    }
  }

  // 9 to 13: answers, ends

  @Test
  void row9OneAnswerThenGoodbyeForEachClient() throws Exception {
    try (Program reply = serve(TCP, "reply", "--text", "bye", "--once", "--framing", "raw")) {
      for (int i = 0; i < 2; i++) {
        try (Program client = client(reply)) {
          client.typeAll("hello\nmore\n");
          assertEnds(client, "bye\n(closed)\n");
        }
      }
    }
  }

  @Test
  void row10AnswersAreTheExactTextsAroundTheMessage() throws Exception {
    assertReply("server send :{message}", "hello", "server send :hello");
    assertReply("服务端接收到信息{message}", "你好", "服务端接收到信息你好");
    assertReply("收到来自{address}: 说:{message}", "你好", "收到来自127.0.0.1: 说:你好");
  }

  private static void assertReply(String text, String said, String answer) throws Exception {
    try (Program reply = serve(TCP, "reply", "--text", text, "--framing", "raw");
        Program client = client(reply)) {
      client.typeAll(said + "\n");
      assertEnds(client, answer + "\n(closed)\n");
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
          Program client = client(reply)) {
        client.type("hello\n" + word + "\nnever answered\n");
        assertEnds(client, "server send :hello\nserver send :" + word + "\n(closed)\n");
      }
    }
  }

  @Test
  void row11TheServerClosesAtAQuitWordUnanswered() throws Exception {
    try (Program reply =
            serve(
                TCP, "reply", "--text", "got {message}", "--framing", "raw", "--close-word", "q");
        Program client = client(reply)) {
      client.type("hello\nq\n");
      assertEnds(client, "got hello\n(closed)\n");
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
        Program client = client(upper)) {
      client.typeAll("\nhello\n\n");
      assertEnds(client, "HELLO\n(closed)\n");
    }
  }

  // 14 to 17: framings and the login

  @Test
  void row14TheCountOfCharactersIsAcknowledgedWithReady() throws Exception {
    try (Program upper =
            serve(TCP, "upper", "--framing", "ready:chars", "--reply-framing", "raw", "--show");
        Program client = Program.python("ready_client.py", HOST, upper.port("tcp"))) {
      client.typeAll("你好\nStraße\n\uD83D\uDE00x\n");
      assertEnds(client, "6 你好\n7 STRASSE\n5 \uD83D\uDE00X\n(closed)\n");
      assertEquals("你好", upper.line());
      assertEquals("Straße", upper.line());
      assertEquals("\uD83D\uDE00x", upper.line());
    }
  }

  @Test
  void row14FiveThousandCharactersArriveWhole() throws Exception {
    try (Program print = serve(TCP, "print", "--framing", "ready:chars");
        Program client = Program.python("ready_client.py", HOST, print.port("tcp"), "--mute")) {
      client.typeAll("x".repeat(5000) + "\n" + "你".repeat(5000) + "\n");
      assertEquals("x".repeat(5000), print.line());
      assertEquals("你".repeat(5000), print.line());
      assertEnds(client, "(closed)\n");
    }
  }

  @Test
  void row14WhereBytesWereExpectedTheEventNamesTheForm() throws Exception {
    try (Program upper = serve(TCP, "upper", "--framing", "ready", "--reply-framing", "raw");
        Program client = Program.python("ready_client.py", HOST, upper.port("tcp"), "--mute")) {
      client.typeAll("你好\nhello\n");
      upper.await(line -> line.contains("ready:chars"));
    }
  }

  @Test
  void row14SoAreTheAnswers() throws Exception {
    try (Program upper = serve(TCP, "upper", "--framing", "ready:chars");
        Program client = Program.python("ready_client.py", HOST, upper.port("tcp"), "--both")) {
      client.typeAll("hello\n你好\n" + "x".repeat(5_000) + "\n");
      assertEnds(client, "5 HELLO\n6 你好\n5000 " + "X".repeat(20) + "\n(closed)\n");
    }
  }

  @Test
  void row15MessagesWithTheirCountOfCharactersArriveAndNothingIsAnswered() throws Exception {
    try (Program print = serve(TCP, "print", "--framing", "length:4le:chars", "--sessions", "1");
        Program client = Program.python("prefix_client.py", HOST, print.port("tcp"), "--mute")) {
      String large = "你x".repeat(2500);
      client.typeAll("你好\nStraße\n\n" + large + "\n");
      assertEnds(client, "(closed)\n");
      assertEnds(print, "你好\nStraße\n\n" + large + "\n");
    }
  }

  @Test
  void row15WhereBytesWereExpectedTheEventNamesTheForm() throws Exception {
    try (Program upper = serve(TCP, "upper", "--framing", "length:4le", "--reply-framing", "raw");
        Program client = Program.python("prefix_client.py", HOST, upper.port("tcp"), "--mute")) {
      client.typeAll("你好\nhello\n");
      upper.await(line -> line.contains("length:4le:chars"));
    }
  }

  @Test
  void rows15And16RequestsHaveALengthAndAnswersNone() throws Exception {
    try (Program upper =
            serve(TCP, "upper", "--framing", "length:4le:chars", "--reply-framing", "raw");
        Program client = Program.python("prefix_client.py", HOST, upper.port("tcp"))) {
      client.typeAll("hello\nünï\n你好\n");
      assertEnds(client, "HELLO\nÜNÏ\n你好\n(closed)\n");
    }
  }

  @Test
  void row17TheRightKeyIsLetIn() throws Exception {
    assertLogin("secret", "", "HELLO\n你好\n(closed)\n");
    assertLogin("secret", "together", "HELLO\n你好\n(closed)\n");
  }

  @Test
  void row17AWrongOrShortProofIsClosedWithoutAWord() throws Exception {
    assertLogin("guess", "", "(closed)\n");
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
      "length:4le:chars",
      "--reply-framing",
      "raw",
      "--auth",
      "hmac-md5",
      "--key-file",
      file.toString()
    };
    try (Program upper =
            serve(TCP, Stream.of(words, more).flatMap(Stream::of).toArray(String[]::new));
        Program client =
            Program.python(
                "prefix_client.py", HOST, upper.port("tcp"), "--key", key, "--proof", how)) {
      client.typeAll("hello\n你好\n");
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
          client.type("x\n" + choice + "\nhello\n你好\nq\n");
          assertEnds(client, "t or u?\nt or u?\nHELLO\n你好\n");
        }
      }
    }
  }

  @Test
  void row20AStampedDatagramArrivesAsItIs() throws Exception {
    try (Program print = serve(UDP, "print");
        Program client =
            Program.python("udp_client.py", HOST, print.port("udp"), "--mute", "--stamp")) {
      client.type("你好\n");
      String line = print.line();
      assertTrue(line.matches("\\[\\w{3} \\w{3} [ \\d]\\d [\\d:]{8} \\d{4}]:你好"), line);
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
      assertEquals(0, upper.exitCode());
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
