package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A program of the tutorials (`src/test/python`) on one side and Parley without options on the
/// other: it works, or Parley says which option to add. `PythonTerminalTest` tests the menu.
final class FirstTryTest {
  private static final String HOST = "127.0.0.1";

  @BeforeEach
  void pythonIsHere() {
    Installed.need("python3");
  }

  private static Program serve(String... service) throws Exception {
    return Program.start(
        Stream.concat(
                Stream.concat(Stream.of("serve"), Stream.of(service)),
                Stream.of("-l", "tcp://127.0.0.1:0", "-l", "udp://127.0.0.1:0"))
            .toArray(String[]::new));
  }

  private static Program connect(Program server) throws Exception {
    return Program.start("connect", HOST, Integer.toString(server.number()));
  }

  // their client

  @Test
  void aClientWithoutLineEndsIsAnswered() throws Exception {
    try (Program upper = serve("upper");
        Program client = Program.python("chat_client.py", HOST, upper.port("tcp"))) {
      client.typeAll("你好 abc\nagain\n");
      assertEquals("(connected)\n你好 ABC\nAGAIN\n(closed)\n", client.rest());
      upper.await(line -> line.contains("--framing raw"));
    }
  }

  @Test
  void aDatagramClientIsAnswered() throws Exception {
    try (Program upper = serve("upper");
        Program client = Program.python("udp_client.py", HOST, upper.port("udp"))) {
      client.typeAll("你好 abc\n\n");
      assertEquals("<你好 ABC>\n<>\n(closed)\n", client.rest());
    }
  }

  @Test
  void aPersonAnswersAClientWithoutLineEnds() throws Exception {
    try (Program operator = serve("operator");
        Program client = Program.python("chat_client.py", HOST, operator.port("tcp"))) {
      client.type("你好\n");
      assertTrue(operator.line().endsWith(": 你好"));
      operator.type("再见\n");
      assertEquals("(connected)", client.line());
      assertEquals("再见", client.line());
      client.type("again\n");
      assertTrue(operator.line().endsWith(": again"));
    }
  }

  @Test
  void forAClientThatWaitsForReadyAnOptionIsNamed() throws Exception {
    try (Program upper = serve("upper");
        Program client = Program.python("ready_client.py", HOST, upper.port("tcp"))) {
      client.typeAll("hello\n");
      upper.await(line -> line.contains("--framing"));
    }
  }

  @Test
  void forAClientThatSendsLengthsAnOptionIsNamed() throws Exception {
    try (Program upper = serve("upper");
        Program client = Program.python("prefix_client.py", HOST, upper.port("tcp"), "--mute")) {
      client.type("hello\n");
      upper.await(line -> line.contains("--framing"));
    }
  }

  // their server

  @Test
  void aServerOfTheTutorialsAnswers() throws Exception {
    try (Program server = Program.python("upper_server.py");
        Program client = connect(server)) {
      client.typeAll("你好 abc\nagain\n");
      assertEquals("你好 ABC\nAGAIN\n", client.rest().replace("\n\n", "\n"));
      assertEquals(0, client.exitCode());
    }
  }

  @Test
  void anAnswerWithoutALineEndIsShownAndWhatFollowsIsSentWithoutOne() throws Exception {
    try (Program server = Program.python("reply_server.py", "bye", "--bare");
        Program client = connect(server)) {
      client.type("hello\n");
      assertEquals("bye", client.line());
      client.type("你好\n");
      assertEquals("bye", client.line());
      // The first line still had its end, the second one none.
      assertEquals("收到来自127.0.0.1: 说:hello", server.line());
      assertEquals("", server.line());
      assertEquals("收到来自127.0.0.1: 说:你好", server.line());
      client.endInput();
      assertEquals(0, client.exitCode());
      assertEquals("(next)", server.line());
    }
  }

  @Test
  void aDatagramServerAnswers() throws Exception {
    try (Program server = Program.python("udp_server.py", "upper");
        Program client = Program.start("connect", "-u", HOST, "" + server.number())) {
      client.typeAll("你好 abc\n\n");
      assertEquals("你好 ABC\n\n", client.rest());
      assertEquals(0, client.exitCode());
    }
  }

  @Test
  void forALoginServerTheOptionIsNamed() throws Exception {
    try (Program server = Program.python("prefix_server.py", "secret");
        Program client = connect(server)) {
      client.type("hello from somebody who knows nothing\n");
      client.await(line -> line.contains("--auth"));
    }
  }
}
