package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.parley.cli.RawServer.Peer;
import dev.parley.sealed.NamedKey;
import dev.parley.secure.Entropy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Both prompts at terminals of unknown types and sizes, with a broken history file.
final class StrangeTerminalTest {
  private static final String NO_SIZE = "stty cols 0 rows 0";

  @TempDir Path directory;
  @AutoClose private final RawServer server = RawServer.open();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unset TERM",
        "export TERM=",
        "export TERM=dumb",
        "export TERM=xterm-kitty",
        "export TERM=nonsense",
        "export TERM=../x",
        NO_SIZE
      })
  void aPersonTalksAtAnyTerminal(String shell) throws Exception {
    try (AtTerminal terminal = AtTerminal.startAfter(shell, directory, connect());
        Peer peer = server.accept()) {
      String shown = terminal.await("> ");
      terminal.enter("hello");
      assertEquals("hello\n", peer.receiveText(6));
      peer.send("HELLO\n");
      shown += terminal.await("< HELLO");
      terminal.press(AtTerminal.CTRL_D);
      assertEquals("", peer.restText());
      peer.hangUp();
      shown += terminal.await("the server closed the conversation");
      assertEquals(0, terminal.exitCode());
      assertIsUndisturbed(shown);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unset TERM", "export TERM=xterm-kitty", "export TERM=nonsense", NO_SIZE})
  void anOperatorAnswersAtAnyTerminal(String shell) throws Exception {
    try (AtTerminal terminal = AtTerminal.startAfter(shell, directory, serve())) {
      int port = terminal.port("tcp");
      String shown = terminal.await("> ");
      try (RawPeer peer = RawPeer.tcp(port)) {
        peer.send("hello\n");
        shown += terminal.await(": hello");
        terminal.enter("good day");
        assertEquals("good day\n", peer.receive("good day\n"));
        terminal.press(AtTerminal.CTRL_D);
        assertEquals(0, terminal.exitCode());
      }
      assertIsUndisturbed(shown);
    }
  }

  private static void assertIsUndisturbed(String shown) {
    assertFalse(shown.contains("Exception") || shown.contains(">...."), shown);
  }

  @Test
  void badBytesInTheHistoryLockNothing() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("parley"));
    Files.write(folder.resolve("history"), new byte[] {'a', (byte) 0xff, '\n'});
    try (AtTerminal terminal = AtTerminal.start(directory, connect());
        Peer peer = server.accept()) {
      String shown = terminal.await("> ");
      terminal.enter("hello");
      assertEquals("hello\n", peer.receiveText(6));
      terminal.press(AtTerminal.CTRL_C);
      assertEquals(130, terminal.exitCode());
      assertIsUndisturbed(shown);
    }
  }

  @Test
  void aPasteWithALineEndIsSentWithoutAnEmptyLine() throws Exception {
    try (AtTerminal terminal = AtTerminal.start(directory, connect());
        Peer peer = server.accept()) {
      terminal.await("> ");
      terminal.paste("one\rtwo\r");
      terminal.enter("three");
      assertEquals("one\ntwo\nthree\n", peer.receiveText(14));
    }
  }

  @Test
  void aLineEndOfTwoBytesIsOneInAPaste() throws Exception {
    try (AtTerminal terminal = AtTerminal.start(directory, connect());
        Peer peer = server.accept()) {
      terminal.await("> ");
      terminal.paste("one\r\ntwo\r\n\r\nfour\r\n");
      terminal.enter("five");
      assertEquals("one\ntwo\n\nfour\nfive\n", peer.receiveText(19));
    }
  }

  /// Input as from a terminal without bracketed paste, or from a program that types. If it were
  /// redrawn after each key, the line would take minutes.
  @Test
  void aLongLineOfKeysIsShownWhenAllAreTaken() throws Exception {
    try (AtTerminal terminal = AtTerminal.start(directory, connect());
        Peer peer = server.accept()) {
      terminal.await("> ");
      String line = "x".repeat(30_000) + "y";
      terminal.enter(line);
      assertEquals(line + "\n", peer.receiveText(line.length() + 1));
    }
  }

  @Test
  void anOperatorsPasteIsTakenLineByLine() throws Exception {
    try (AtTerminal terminal = AtTerminal.start(directory, serve())) {
      int port = terminal.port("tcp");
      terminal.await("> ");
      try (RawPeer peer = RawPeer.tcp(port)) {
        peer.send("hello\n");
        terminal.await(": hello");
        terminal.paste("one\u2028\u0085\rtwo\r");
        String sent = "one\u2028\u0085\ntwo\n";
        assertEquals(sent, peer.receive(sent));
      }
    }
  }

  @Test
  void ctrlCDropsAHalfTypedLineAndThenEndsAtTheOperatorsPromptToo() throws Exception {
    try (AtTerminal terminal = AtTerminal.start(directory, serve())) {
      terminal.await("Ctrl-D or /quit ends the server");
      terminal.await("> ");
      terminal.press("oops");
      terminal.await("oops");
      terminal.press(AtTerminal.CTRL_C);
      terminal.await("> ");
      terminal.press(AtTerminal.CTRL_C);
      assertEquals(130, terminal.exitCode());
    }
  }

  @Test
  void aPersonReadsHowToLeave() throws Exception {
    try (AtTerminal terminal = AtTerminal.start(directory, connect());
        Peer _ = server.accept()) {
      terminal.await("; Ctrl-D ends our side, Ctrl-C leaves");
    }
  }

  @Test
  void linesOfAnEncryptedTalkAreNotKept() throws Exception {
    Path key = directory.resolve("a.key");
    Files.write(key, NamedKey.generate("a", Entropy.secure()).toFileContent());
    try (Program serving =
        Program.start("serve", "upper", "--keys", key.toString(), "-l", "tcp://127.0.0.1:0")) {
      String address = "tcp://127.0.0.1:" + serving.port("tcp");
      say("sealed", "connect", address, "--key-file", key.toString());
      assertFalse(Files.exists(directory.resolve("parley")));
      say("wanted", "connect", address, "--key-file", key.toString(), "--history");
      assertEquals("wanted\n", Files.readString(directory.resolve("parley/history")));
    }
    try (Program serving = Program.start("serve", "upper", "-l", "tcp://127.0.0.1:0")) {
      String address = "tcp://127.0.0.1:" + serving.port("tcp");
      say("unwanted", "connect", address, "--no-history");
      assertEquals("wanted\n", Files.readString(directory.resolve("parley/history")));
    }
  }

  private void say(String line, String... arguments) throws Exception {
    try (AtTerminal terminal = AtTerminal.start(directory, arguments)) {
      terminal.await("> ");
      terminal.enter(line);
      terminal.await("< " + line.toUpperCase(Locale.ROOT));
      terminal.press(AtTerminal.CTRL_D);
      assertEquals(0, terminal.exitCode());
    }
  }

  private String[] connect() {
    return new String[] {"connect", server.address()};
  }

  private static String[] serve() {
    return new String[] {"serve", "operator", "-l", "tcp://127.0.0.1:0"};
  }
}
