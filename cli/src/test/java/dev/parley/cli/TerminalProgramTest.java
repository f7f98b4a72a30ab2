package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.sealed.NamedKey;
import dev.parley.secure.Entropy;
import dev.parley.testing.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The command at a pseudo-terminal, created by `script` (util-linux). Skipped if there is no
/// `script`, unless PARLEY_INTEROP=required.
final class TerminalProgramTest {
  @TempDir private Path directory;

  @BeforeEach
  void scriptIsHere() {
    Installed.need("script");
  }

  private static Program atTerminal(String... arguments) throws Exception {
    String command =
        Program.command(arguments).stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    return Program.start(
        Map.of("TERM", "xterm-256color"),
        List.of("script", "-qefc", "stty rows 24 cols 80; exec " + command, "/dev/null"));
  }

  private static int port(String output) {
    return Integer.parseInt(output.replaceAll("(?s).*listening on tcp://127.0.0.1:(\\d+).*", "$1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "passwd USERS alice",
        "connect tls://127.0.0.1:9 --user alice",
        "serve echo --auth hmac-md5 -l 127.0.0.1:0"
      })
  void ctrlCAtAQuestionForASecretEndsItsLine(String words) throws Exception {
    String users = directory.resolve("users").toString();
    try (AtTerminal terminal =
        AtTerminal.start(directory, words.replace("USERS", users).split(" "))) {
      terminal.await(": ");
      terminal.await(": ");
      terminal.press(AtTerminal.CTRL_C);
      terminal.await("\n");
      assertEquals(130, terminal.exitCode());
    }
  }

  @Test
  void anOperatorTypesAndLeavesWithCtrlD() throws Exception {
    try (Program program = atTerminal("serve", "operator", "-l", "tcp://127.0.0.1:0")) {
      int port = port(program.awaitStdout("> "));
      try (RawPeer peer = RawPeer.tcp(port)) {
        peer.send("hello \u001b[2J\n");
        program.awaitStdout("1 127.0.0.1:" + peer.localPort() + ": hello \\x1b[2J");
        program.type("good day!\r");
        assertEquals("good day!\n", peer.receive("good day!\n"));
        program.awaitStdout("> ");
        program.type("\u0004");
        assertEquals("", peer.rest());
        assertEquals(0, program.exitCode());
      }
    }
  }

  @Test
  void ctrlCAtTheOperatorsPromptEndsWith130() throws Exception {
    try (Program program = atTerminal("serve", "operator", "-l", "tcp://127.0.0.1:0")) {
      program.awaitStdout("> ");
      program.type("\u0003");
      assertEquals(130, program.exitCode());
    }
  }

  @Test
  void aTerminationAtTheOperatorsPromptEndsWith0() throws Exception {
    try (Program program = atTerminal("serve", "operator", "-l", "tcp://127.0.0.1:0")) {
      program.awaitStdout("> ");
      program.signalChild("TERM");
      assertEquals(0, program.exitCode());
    }
  }

  @Test
  void printAtATerminalShowsNothingRaw() throws Exception {
    try (Program program = atTerminal("serve", "print", "-l", "tcp://127.0.0.1:0")) {
      int port = port(program.awaitStdout("\n"));
      try (RawPeer peer = RawPeer.tcp(port)) {
        peer.send("a\u001b]0;evil\u0007\n");
        program.awaitStdout("127.0.0.1:" + peer.localPort() + ": a\\x1b]0;evil\\x07");
      }
    }
  }

  @Test
  void theSecretIsAskedForAndNotShown() throws Exception {
    try (Program program =
        atTerminal("serve", "echo", "--auth", "hmac-sha256", "-l", "tcp://127.0.0.1:0")) {
      program.awaitStdout("secret: ");
      program.type("hush-hush\n");
      String output = program.awaitStdout("listening on tcp://");
      assertFalse(output.contains("hush"), output);
    }
  }

  @Test
  void aKeyIsNotShownAtATerminalUnlessAskedFor() throws Exception {
    try (Program program = atTerminal("keygen", "laptop")) {
      String output = program.rest();
      assertTrue(
          output.contains("parley: a key is not shown at a terminal; use > laptop.key"), output);
      assertFalse(output.contains("key: "), output);
      assertEquals(2, program.exitCode());
    }
    try (Program program = atTerminal("keygen", "laptop", "--show")) {
      String output = program.rest();
      assertTrue(output.matches("(?s).*name: laptop\\R.*key: \\p{XDigit}{64}\\R"), output);
      assertEquals(0, program.exitCode());
    }
  }

  @Test
  void aServerWithKeysReadsThemAgainAtASighup() throws Exception {
    Path key = directory.resolve("laptop.key");
    Files.write(key, NamedKey.generate("laptop", Entropy.secure()).toFileContent());
    try (Program program =
        atTerminal("serve", "upper", "--keys", key.toString(), "-l", "tcp://127.0.0.1:0")) {
      program.awaitStdout("listening on tcp://");
      program.signalChild("HUP");
      program.awaitStdout("read again, nothing changed; 1 key");
      program.signalChild("TERM");
      assertEquals(0, program.exitCode());
    }
  }

  @Test
  void aloneItAsksUntilItIsAnswered() throws Exception {
    try (Program program = atTerminal()) {
      program.awaitStdout("serve or connect?");
      program.type("dance\n");
      program.awaitStdout("serve or connect?");
      program.type("s\n");
      program.awaitStdout("TCP or UDP?");
      program.type("x\n");
      program.awaitStdout("TCP or UDP?");
      program.type("t\n");
      program.awaitStdout("which port? (Enter for 9001; q to quit)");
      program.type("many\n");
      program.awaitStdout("which port?");
      program.type("q\n");
      assertEquals(0, program.exitCode());
      assertTrue(program.errors().isEmpty());
    }
  }

  /// The other side is a program that sends no line ends, as in the tutorials.
  @Test
  void aServerThatWasAskedForTalksWithAPeerWithoutLineEnds() throws Exception {
    int port = FreePort.find();
    try (Program program = atTerminal()) {
      answer(program, "s", "t", String.valueOf(port));
      program.awaitStdout("> ");
      try (RawPeer peer = RawPeer.tcp(port)) {
        peer.send("hello");
        program.awaitStdout("1 127.0.0.1:" + peer.localPort() + ": hello");
        program.type("good day!\r");
        assertEquals("good day!", peer.receive("good day!"));
        program.awaitStdout("> ");
        program.type("\u0004");
        assertEquals("", peer.rest());
      }
      assertEquals(0, program.exitCode());
    }
  }

  @Test
  void aClientThatWasAskedForTalksWithAServerWithoutLineEnds() throws Exception {
    try (RawServer server = RawServer.open();
        Program program = atTerminal()) {
      answer(program, "c", "t", String.valueOf(server.port()));
      try (RawServer.Peer peer = server.accept()) {
        program.awaitStdout("> ");
        program.type("hello\r");
        assertEquals("hello\n", peer.receiveText(6));
        peer.send("HELLO");
        program.awaitStdout("HELLO");
      }
      assertEquals(0, program.exitCode());
    }
  }

  private static void answer(Program program, String verb, String transport, String port)
      throws Exception {
    program.awaitStdout("serve or connect?");
    program.type(verb + "\n");
    program.awaitStdout("TCP or UDP?");
    program.type(transport + "\n");
    program.awaitStdout("which port?");
    program.type(port + "\n");
  }
}
