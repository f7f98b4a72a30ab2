package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cli.RawServer.Peer;
import dev.parley.cli.command.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `parley connect` at a pseudo-terminal can be left and suspended by a key in every state, and
/// restores the terminal. Skipped where `script` (util-linux) or bash is missing, unless
/// PARLEY_INTEROP=required.
final class TerminalKeysTest {
  private static final String TO_ITS_END = "\"$@\"\ncode=$?\nstty -a\necho done $code\n";

  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";
  private static final String CTRL_Z = "\u001a";
  private static final String CTRL_BACKSLASH = "\u001c";

  @TempDir Path directory;
  @AutoClose private RawServer server = RawServer.open();

  @BeforeEach
  void needsPrograms() {
    Installed.need("script");
    Installed.need("bash");
  }

  /// Runs `parley connect`, as `"$@"`, in a bash script.
  private Program inBash(String script, String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("connect", server.address()));
    words.addAll(List.of(options));
    return inBash(script, Program.command(words.toArray(String[]::new)));
  }

  /// Runs this command, as `"$@"`, in a bash script.
  private Program inBash(String script, List<String> command) throws IOException {
    List<String> file = new ArrayList<>(List.of("set --"));
    for (String word : command) {
      file.add("'" + word + "'");
    }
    Path run =
        Files.writeString(
            directory.resolve("run"), String.join(" ", file) + "\nstty cols 80 rows 24\n" + script);
    return Program.start(
        Map.of("TERM", "xterm-256color", "NO_COLOR", "1", "XDG_STATE_HOME", directory.toString()),
        List.of("script", "-qefc", "bash '" + run + "'", "/dev/null"));
  }

  private Program atTerminal(String... options) throws IOException {
    return inBash(TO_ITS_END, options);
  }

  private static void assertLeft(Program program, int exitCode) throws IOException {
    String shown = program.awaitStdout("done " + exitCode);
    assertTrue(shown.contains(" icanon") && shown.contains(" echo "), shown);
    assertTrue(shown.contains("isig "), shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {CTRL_C, CTRL_BACKSLASH})
  void aKeyLeavesAtThePrompt(String key) throws Exception {
    try (Program program = atTerminal();
        Peer _ = server.accept()) {
      program.awaitStdout("> ");
      program.type(key);
      assertLeft(program, 130);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {CTRL_C, CTRL_BACKSLASH})
  void aKeyDropsAHalfTypedLineAndLeavesWhereThereIsNone(String key) throws Exception {
    try (Program program = atTerminal();
        Peer peer = server.accept()) {
      program.awaitStdout("> ");
      program.type("再见 half");
      program.awaitStdout("half");
      program.type(key);
      program.awaitStdout("> ");
      program.type("hello\r");
      assertEquals("hello\n", peer.receiveText(6));
      program.type(key);
      assertLeft(program, 130);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {CTRL_C, CTRL_BACKSLASH})
  void aKeyDropsAnOperatorsHalfTypedLineAndEndsTheServerWhereThereIsNone(String key)
      throws Exception {
    try (Program program =
        inBash(TO_ITS_END, Program.command("serve", "operator", "-l", "tcp://127.0.0.1:0"))) {
      program.awaitStdout("> ");
      program.type("half");
      program.awaitStdout("half");
      program.type(key);
      program.awaitStdout("> ");
      program.type(key);
      assertLeft(program, 130);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {CTRL_C, CTRL_BACKSLASH})
  void aKeyLeavesWhileTheServerKeepsTheConnectionAfterOurEnd(String key) throws Exception {
    try (Program program = atTerminal();
        Peer peer = server.accept()) {
      program.awaitStdout("> ");
      program.type(CTRL_D);
      assertEquals("", peer.restText());
      program.awaitStdout("waiting for the server to end, Ctrl-C leaves");
      program.type(key);
      assertLeft(program, 130);
    }
  }

  @Test
  void ctrlCLeavesAfterAQuitWord() throws Exception {
    try (Program program = atTerminal("--quit-word", "q");
        Peer peer = server.accept()) {
      program.awaitStdout("> ");
      program.type("q\r");
      assertEquals("q\n", peer.restText());
      program.awaitStdout("Ctrl-C leaves");
      program.type(CTRL_C);
      assertLeft(program, 130);
    }
  }

  @Test
  void ctrlCLeavesWhileWhatWasTypedWaitsToBeSent() throws Exception {
    try (Program program = atTerminal("--turns", "--wait", "10m");
        Peer peer = server.accept()) {
      program.awaitStdout("> ");
      program.type("one\rtwo\r");
      assertEquals("one\n", peer.receiveText(4));
      program.type(CTRL_C);
      assertLeft(program, 130);
    }
  }

  /// More than all buffers between us hold.
  @Test
  void ctrlCLeavesWhileASendBlocks() throws Exception {
    server.close();
    server = RawServer.openNarrow();
    try (Program program = atTerminal("--send-buffer", "4k", "--framing", "line");
        Peer peer = server.accept()) {
      program.awaitStdout("> ");
      String line = "x".repeat(999) + "\r";
      program.type("\u001b[200~" + line.repeat(400) + "\u001b[201~\r");
      assertEquals("x", peer.receiveText(1));
      program.type(CTRL_C);
      assertLeft(program, 130);
    }
  }

  @Test
  void ctrlZStopsAnOperatorToo() throws Exception {
    Path run = directory.resolve("serve");
    String words =
        String.join("' '", Program.command("serve", "operator", "-l", "tcp://127.0.0.1:0"));
    Files.writeString(
        run, "stty cols 80 rows 24\nset -m\n'" + words + "'\necho stopped $?\nfg\necho done $?\n");
    try (Program program =
        Program.start(
            Map.of("TERM", "xterm-256color"),
            List.of("script", "-qefc", "bash '" + run + "'", "/dev/null"))) {
      program.awaitStdout("> ");
      program.type(CTRL_Z);
      String shown = program.awaitStdout("stopped 148");
      if (!shown.substring(shown.indexOf("stopped")).contains("> ")) {
        program.awaitStdout("> ");
      }
      program.type(CTRL_D);
      program.awaitStdout("done 0");
    }
  }

  @Test
  void ctrlZStopsAndFgGoesOn() throws Exception {
    try (Program program = inBash("set -m\n\"$@\"\necho stopped $?\nfg\necho done $?\n");
        Peer peer = server.accept()) {
      program.awaitStdout("> ");
      program.type("hal");
      program.awaitStdout("hal");
      program.type(CTRL_Z);
      String shown = program.awaitStdout("stopped 148");
      if (!shown.substring(shown.indexOf("stopped")).contains("> hal")) {
        program.awaitStdout("> hal");
      }
      program.type("lo\r");
      assertEquals("hallo\n", peer.receiveText(6));
      program.type(CTRL_D);
      assertEquals("", peer.restText());
      peer.hangUp();
      program.awaitStdout("done 0");
    }
  }

  @Test
  void ctrlZStopsAfterOurEndToo() throws Exception {
    try (Program program = inBash("set -m\n\"$@\"\necho stopped $?\nfg\necho done $?\n");
        Peer peer = server.accept()) {
      program.awaitStdout("> ");
      program.type(CTRL_D);
      program.awaitStdout("Ctrl-C leaves");
      program.type(CTRL_Z);
      program.awaitStdout("stopped 148");
      peer.send("still here\n");
      program.awaitStdout("< still here");
      program.type(CTRL_C);
      program.awaitStdout("done 130");
    }
  }

  @Test
  void aPersonMayGoOnTypingWhenTheServerHasEndedItsSide() throws Exception {
    try (Program program = atTerminal();
        Peer peer = server.accept()) {
      program.awaitStdout("> ");
      peer.endOutput();
      program.awaitStdout("the server has ended its side");
      program.type("hello\r");
      assertEquals("hello\n", peer.receiveText(6));
      program.type(CTRL_D);
      assertEquals("", peer.restText());
      assertLeft(program, 0);
    }
  }

  @Test
  void aLeaveWordLeavesUnsent() throws Exception {
    try (Program program = atTerminal("--leave-word", "quit");
        Peer peer = server.accept()) {
      program.awaitStdout("> ");
      program.type("quit\r");
      assertEquals("", peer.restText());
      assertLeft(program, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"connect", "serve"})
  void aReaderOfKeysThatFindsNoMemoryLeavesATerminalToTypeAt(String verb) throws Exception {
    String[] words =
        verb.equals("connect")
            ? new String[] {"connect", server.address()}
            : new String[] {"serve", "operator", "-l", "tcp://127.0.0.1:0"};
    try (Program program =
        inBash(TO_ITS_END, Program.command(Main.class, List.of("-Xmx24m"), words))) {
      program.awaitStdout("> ");
      program.type("\u001b[200~" + "x".repeat(1_000_000) + "\u001b[201~");
      assertLeft(program, ExitCode.DEFECT);
    }
  }
}
