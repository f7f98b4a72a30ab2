package dev.parley.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cli.RawServer.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `parley connect` at a pseudo-terminal, created by `script` (util-linux). Skipped if there is
/// none, unless PARLEY_INTEROP=required.
final class ConnectTerminalTest {
  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";
  private static final String UP = "\u001bOA";

  @TempDir Path directory;
  @AutoClose private final RawServer server = RawServer.open();

  @BeforeEach
  void needsPrograms() {
    Installed.need("script");
  }

  private Program atTerminal(String... options) throws IOException {
    return atTerminal(Map.of("TERM", "xterm-256color", "NO_COLOR", "1"), options);
  }

  private Program atTerminal(Map<String, String> environment, String... options)
      throws IOException {
    String[] arguments =
        Stream.concat(Stream.of("connect", server.address()), Stream.of(options))
            .toArray(String[]::new);
    String words =
        Program.command(arguments).stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    Map<String, String> all =
        Stream.concat(
                environment.entrySet().stream(),
                Map.of("XDG_STATE_HOME", directory.toString()).entrySet().stream())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return Program.start(
        all, List.of("script", "-qefc", "stty cols 80 rows 24; exec " + words, "/dev/null"));
  }

  @Test
  void aPromptComesAndWhatIsTypedIsSentAsItIs() throws Exception {
    try (Program program = atTerminal();
        Peer peer = server.accept()) {
      String greeting = program.awaitStdout("> ");
      assertTrue(greeting.contains("parley: connected to " + server.address()), greeting);
      program.type("it's !!me \\ \"你\tok\r");
      String sent = "it's !!me \\ \"你\tok\n";
      assertEquals(sent, peer.receiveText(sent.getBytes(UTF_8).length));
    }
  }

  @Test
  void aMessageThatArrivesDoesNotTearTheLineBeingTyped() throws Exception {
    try (Program program = atTerminal();
        Peer peer = server.accept()) {
      program.awaitStdout("> ");
      program.type("hel");
      program.awaitStdout("hel");
      peer.send("NEWS\n");
      String shown = program.awaitStdout("> hel");
      assertTrue(shown.contains("< NEWS\r\n"), shown);
      program.type("lo\r");
      assertEquals("hello\n", peer.receiveText(6));
    }
  }

  @Test
  void aPeerCannotSteerTheTerminal() throws Exception {
    try (Program program = atTerminal();
        Peer peer = server.accept()) {
      program.awaitStdout("> ");
      peer.send("a\u001b]0;owned\u0007\n");
      String shown = program.awaitStdout("owned");
      assertTrue(shown.contains("< a\\x1b]0;owned"), shown);
      assertFalse(shown.contains("\u001b]"), shown);
    }
  }

  @Test
  void ctrlCClearsTheLineAndOnAnEmptyOneEnds() throws Exception {
    try (Program program = atTerminal();
        Peer peer = server.accept()) {
      program.awaitStdout("> ");
      program.type("oops");
      program.awaitStdout("oops");
      program.type(CTRL_C);
      program.awaitStdout("> ");
      program.type(CTRL_C);
      assertEquals(130, program.exitCode());
      assertEquals("", peer.restText());
    }
  }

  @Test
  void ctrlDEndsOurSideAndTheLastWordsAreShown() throws Exception {
    try (Program program = atTerminal();
        Peer peer = server.accept()) {
      program.awaitStdout("> ");
      program.type(CTRL_D);
      assertEquals("", peer.restText());
      peer.send("bye\n").hangUp();
      String shown = program.awaitStdout("the server closed the conversation");
      assertTrue(shown.contains("< bye"), shown);
      assertEquals(0, program.exitCode());
    }
  }

  @Test
  void theServerClosingEndsItAtOnce() throws Exception {
    try (Program program = atTerminal();
        Peer peer = server.accept()) {
      program.awaitStdout("> ");
      program.type("half a li");
      program.awaitStdout("half a li");
      peer.hangUp();
      program.awaitStdout("the server closed and has said nothing");
      assertEquals(1, program.exitCode());
    }
  }

  @Test
  void linesAreRememberedForNextTimeByTheirOwnerAlone() throws Exception {
    try (Program program = atTerminal();
        Peer peer = server.accept()) {
      program.awaitStdout("> ");
      program.type("remember me\r");
      peer.receive("remember me\n".length());
      program.awaitStdout("> ");
    }
    Path file = directory.resolve("parley/history");
    assertEquals("remember me", Files.readString(file).strip());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    try (Program program = atTerminal();
        Peer peer = server.accept()) {
      program.awaitStdout("> ");
      program.type(UP);
      program.awaitStdout("remember me");
      program.type("\r");
      assertEquals("remember me\n", peer.receiveText("remember me\n".length()));
    }
  }

  @Test
  void coloursTellThePeersLinesFromOurs() throws Exception {
    try (Program program = atTerminal(Map.of("TERM", "xterm-256color", "NO_COLOR", ""));
        Peer peer = server.accept()) {
      program.awaitStdout("> ");
      peer.send("blue\n");
      String shown = program.awaitStdout("blue");
      assertTrue(shown.contains("\u001b[36m< blue"), shown);
    }
  }

  @Test
  void aDumbTerminalWorks() throws Exception {
    try (Program program = atTerminal(Map.of("TERM", "dumb"));
        Peer peer = server.accept()) {
      program.awaitStdout("> ");
      program.type("hello\r");
      assertEquals("hello\n", peer.receiveText(6));
      peer.send("HELLO\n");
      program.awaitStdout("< HELLO");
      program.type(CTRL_D);
      assertEquals("", peer.restText());
    }
  }

  @Test
  void hexIsTypedAndShownAsADump() throws Exception {
    try (Program program = atTerminal("--hex");
        Peer peer = server.accept()) {
      program.awaitStdout("> ");
      program.type("4x\r");
      program.awaitStdout("no hex digit at column 2");
      program.type("48 69\r");
      assertEquals("Hi\n", peer.receiveText(3));
      peer.send("OK\n");
      String shown = program.awaitStdout("|OK|");
      assertTrue(shown.contains("< 00000000  4f 4b"), shown);
    }
  }
}
