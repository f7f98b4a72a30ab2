package dev.parley.cli;

import static dev.parley.cli.AtTerminal.CTRL_C;
import static dev.parley.cli.AtTerminal.CTRL_D;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.testing.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A person with Parley at a terminal and a program of the tutorials (`src/test/python`) on the
/// other side, to the end of the conversation. `PythonClientsTest` and `PythonServersTest` test the
/// same at a pipe and explain the row numbers.
final class PythonTerminalTest {
  private static final String HOST = "127.0.0.1";
  private static final String TCP = "tcp://127.0.0.1:0";

  @TempDir private Path home;

  @BeforeEach
  void pythonIsHere() {
    Installed.need("python3");
  }

  private AtTerminal connect(String scheme, Program server, String... options) throws Exception {
    String[] words = new String[options.length + 2];
    words[0] = "connect";
    words[1] = scheme + "://127.0.0.1:" + server.number();
    System.arraycopy(options, 0, words, 2, options.length);
    AtTerminal terminal = AtTerminal.start(home, words);
    terminal.await("> ");
    return terminal;
  }

  private static String shown(String text) {
    return "收到来自127.0.0.1: 说:" + text;
  }

  // their client, a person at our server

  @Test
  void row1APersonAnswersUntilTheClientSaysQ() throws Exception {
    try (AtTerminal operator =
        AtTerminal.start(
            home,
            "serve",
            "operator",
            "--framing",
            "raw",
            "--quit-word",
            "q",
            "--sessions",
            "1",
            "-l",
            TCP)) {
      int port = operator.port("tcp");
      try (Program client = Program.python("chat_client.py", HOST, port, "--chat")) {
        client.type("你好\n");
        operator.await(": 你好");
        operator.enter("再见");
        assertEquals("(connected)", client.line());
        assertEquals("再见", client.line());
        client.type("q\n");
        operator.await(": q");
        assertEquals("(closed)", client.line());
        assertEquals(0, operator.exitCode());
      }
    }
  }

  @Test
  void row1APersonEndsItWithQ() throws Exception {
    try (AtTerminal operator =
        AtTerminal.start(
            home,
            "serve",
            "operator",
            "--framing",
            "raw",
            "--quit-word",
            "q",
            "--sessions",
            "1",
            "-l",
            TCP)) {
      int port = operator.port("tcp");
      try (Program client = Program.python("chat_client.py", HOST, port, "--chat")) {
        client.type("hello\n");
        operator.await(": hello");
        operator.enter("q");
        assertEquals("(connected)\nq\n(closed)\n", client.rest());
        assertEquals(0, operator.exitCode());
      }
    }
  }

  @Test
  void row5WhatIsAnsweredIsShown() throws Exception {
    try (AtTerminal upper =
        AtTerminal.start(
            home, "serve", "upper", "--ascii", "--framing", "raw", "--show", "-l", TCP)) {
      int port = upper.port("tcp");
      try (Program client = Program.python("chat_client.py", HOST, port, "--leave", "bye")) {
        client.type("straße 你好\nbye\n");
        upper.await(": straße 你好");
        upper.await(": bye");
        assertEquals("(connected)\nSTRAßE 你好\n(closed)\n", client.rest());
      }
      upper.press(CTRL_C);
      assertEquals(130, upper.exitCode());
    }
  }

  // a person at our client, their server

  @Test
  void row1OurQEndsBothSides() throws Exception {
    try (Program server = Program.python("chat_server.py");
        AtTerminal person = connect("tcp", server, "--framing", "raw", "--quit-word", "q")) {
      person.enter("你好");
      assertEquals(shown("你好"), server.line());
      server.type("再见\n");
      person.await("< 再见");
      person.enter("q");
      assertEquals(shown("q"), server.line());
      assertEquals(0, person.exitCode());
      assertEquals(0, server.exitCode());
    }
  }

  @Test
  void row1TheirQEndsBothSides() throws Exception {
    try (Program server = Program.python("chat_server.py");
        AtTerminal person = connect("tcp", server, "--framing", "raw")) {
      person.enter("hello");
      assertEquals(shown("hello"), server.line());
      server.type("Q\n");
      person.await("< Q");
      assertEquals(0, person.exitCode());
      assertEquals(0, server.exitCode());
    }
  }

  @Test
  void row2AServerThatDoesNotCloseAfterOurQCanBeLeft() throws Exception {
    try (Program server = Program.python("chat_server.py", "--next");
        AtTerminal person = connect("tcp", server, "--framing", "raw", "--quit-word", "q")) {
      person.enter("q");
      assertEquals(shown("q"), server.line());
      assertEquals("(next)", server.line());
      person.await("waiting for the server");
      person.press(CTRL_C);
      assertEquals(130, person.exitCode());
    }
  }

  @Test
  void row2TheirQEndsUsAlthoughTheyDoNotClose() throws Exception {
    try (Program server = Program.python("chat_server.py", "--next");
        AtTerminal person = connect("tcp", server, "--framing", "raw", "--quit-word", "q")) {
      person.enter("hello");
      assertEquals(shown("hello"), server.line());
      server.type("q\n");
      person.await("< q");
      assertEquals(0, person.exitCode());
    }
  }

  @Test
  void row4AChatOverUdp() throws Exception {
    try (Program server = Program.python("udp_server.py", "chat");
        AtTerminal person = connect("udp", server, "--leave-word", "quit")) {
      person.enter("你好");
      assertEquals(shown("你好"), server.line());
      server.type("再见\n");
      person.await("< 再见");
      person.enter("quit");
      assertEquals(0, person.exitCode());
    }
  }

  @Test
  void row5AServerThatDoesNotNoticeOurEndCanBeLeft() throws Exception {
    try (Program server = Program.python("upper_server.py", "--spin");
        AtTerminal person = connect("tcp", server, "--framing", "raw")) {
      person.enter("straße 你好");
      person.await("< STRAßE 你好");
      person.press(CTRL_D);
      person.await("waiting for the server");
      person.press(CTRL_C);
      assertEquals(130, person.exitCode());
    }
  }

  @Test
  void row7OverClosesWithoutAnAnswerAndEndsUs() throws Exception {
    try (Program server = Program.python("upper_server.py", "--over", "over");
        AtTerminal person = connect("tcp", server, "--framing", "raw")) {
      person.enter("hello");
      person.await("< HELLO");
      person.enter("over");
      person.await("the server closed the conversation");
      assertEquals(0, person.exitCode());
    }
  }

  @Test
  void row12AKilledServerEndsUs() throws Exception {
    try (Program server = Program.python("upper_server.py");
        AtTerminal person = connect("tcp", server, "--framing", "raw")) {
      person.enter("hello");
      person.await("< HELLO");
      server.signal("KILL");
      person.await("the server closed the conversation");
      assertEquals(0, person.exitCode());
    }
  }

  @Test
  void row14CharactersWithReady() throws Exception {
    try (Program server = Program.python("ready_server.py");
        AtTerminal person =
            connect("tcp", server, "--framing", "ready:chars", "--reply-framing", "raw")) {
      person.enter("你好 abc");
      person.await("< 你好 ABC");
      person.enter("Straße");
      person.await("< STRASSE");
      person.press(CTRL_D);
      assertEquals(0, person.exitCode());
      assertEquals(shown("你好 abc") + "\n" + shown("Straße") + "\n(closed)\n", server.rest());
    }
  }

  @Test
  void row15CharactersWithTheirCountAndNeverAnAnswer() throws Exception {
    try (Program server = Program.python("prefix_server.py");
        AtTerminal person = connect("tcp", server, "--framing", "length:4le:chars")) {
      for (String text : List.of("你好", "", "x".repeat(500))) {
        person.enter(text);
        assertEquals(shown(text), server.line());
      }
      person.press(CTRL_D);
      assertEquals(0, person.exitCode());
    }
  }

  @Test
  void rows16And17TheLoginThenCharactersThenRawAnswers() throws Exception {
    Path key = Files.writeString(home.resolve("key.txt"), "secret\n");
    try (Program server = Program.python("prefix_server.py", "secret");
        AtTerminal person =
            connect(
                "tcp",
                server,
                "--framing",
                "length:4le:chars",
                "--reply-framing",
                "raw",
                "--auth",
                "hmac-md5",
                "--key-file",
                key.toString())) {
      person.enter("你好 abc");
      person.await("< 你好 ABC");
      person.press(CTRL_D);
      assertEquals(0, person.exitCode());
    }
  }

  // 19: the menu, and nothing else

  @Test
  void row19TheMenuEndsInATalkWithTheirServer() throws Exception {
    for (String choice : List.of("t", "u")) {
      try (Program server = Program.python("both.py", "server");
          AtTerminal person = AtTerminal.start(home)) {
        server.type(choice + "\n");
        assertEquals("t or u?", server.line());
        answer(person, "c", choice, server.number());
        person.await("> ");
        person.enter("你好 abc");
        person.await("< 你好 ABC");
      }
    }
  }

  @Test
  void row19TheMenuEndsInATalkWithTheirClient() throws Exception {
    for (String choice : List.of("t", "u")) {
      int port = FreePort.find();
      try (AtTerminal person = AtTerminal.start(home);
          Program client = Program.python("both.py", "client", HOST, port, port)) {
        answer(person, "s", choice, port);
        person.await("listening on");
        client.type(choice + "\n你好\n");
        person.await(": 你好");
        person.enter("再见");
        assertEquals("t or u?", client.line());
        assertEquals("再见", client.line());
        client.type("q\n");
        assertEquals(0, client.exitCode());
      }
    }
  }

  private static void answer(AtTerminal person, String verb, String transport, int port)
      throws Exception {
    person.await("serve or connect?");
    person.press(verb + "\n");
    person.await("TCP or UDP?");
    person.press(transport + "\n");
    person.await("which port?");
    person.press(port + "\n");
  }
}
