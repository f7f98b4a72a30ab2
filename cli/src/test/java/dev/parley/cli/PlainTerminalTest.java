package dev.parley.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.parley.Server;
import dev.parley.chat.client.RoomClient;
import dev.parley.frame.Framing;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole sessions at a terminal that has lines only, which would show an escape sequence as text:
/// it gets none, whatever happens and whatever key is pressed.
final class PlainTerminalTest {
  private static final String ESCAPE = "\u001b";
  private static final String UP = ESCAPE + "[A";
  private static final String CTRL_L = "\u000c";
  private static final String CTRL_R = "\u0012";

  @TempDir Path home;

  /// Starts the command where nothing asks for a session without colours.
  private AtTerminal at(String shell, String... arguments) throws IOException {
    String known = "unset NO_COLOR; stty cols 80 rows 24; tty > " + device();
    return AtTerminal.startAfter(known + "; " + shell, home, arguments);
  }

  private Path device() {
    return home.resolve("device");
  }

  private void resize() throws Exception {
    List<String> stty =
        List.of("stty", "-F", Files.readString(device()).strip(), "cols", "40", "rows", "10");
    try (Program program = Program.start(Map.of(), stty)) {
      assertEquals(0, program.exitCode());
    }
  }

  private static void assertIsText(AtTerminal terminal) throws IOException {
    String shown = new String(terminal.everything(), ISO_8859_1);
    assertFalse(shown.contains(ESCAPE), () -> shown.replace(ESCAPE, "<ESC>"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"export TERM=dumb", "export TERM=nonsense"})
  void chatRoomsAreTextAlone(String shell) throws Exception {
    try (ChatRooms rooms = ChatRooms.open();
        RoomClient bob = RoomClient.builder(rooms.address()).name("bob").room("#lobby").start();
        AtTerminal ada = at(shell, "connect", rooms.address(), "--name", "ada")) {
      ada.await("you are ada");
      ada.await("#lobby > ");
      ada.press("hal");
      ada.await("hal");
      resize();
      bob.send("#lobby", "ada: 你好").get(Wait.SECONDS, TimeUnit.SECONDS);
      ada.await(" bob: ada: 你好");
      ada.await("#lobby > hal");
      ada.press(AtTerminal.CTRL_C);
      ada.await("^C");
      ada.enter("one\r二");
      ada.paste("three\r四");
      ada.await("say these 2 lines as 2 messages? y/n");
      ada.press("y");
      ada.await("#lobby > "); // what came together with the key would be a paste
      ada.enter("/hel\t");
      ada.await("rings when you are mentioned");
      ada.press(UP + CTRL_L + CTRL_R + "thr" + AtTerminal.CTRL_C);
      ada.await("^C");
      ada.enter("/quit");
      assertIsText(ada);
      assertEquals(0, ada.exitCode());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"export TERM=dumb", "export TERM=nonsense", "stty cols 0 rows 0"})
  void aTalkIsTextAlone(String shell) throws Exception {
    try (RawServer server = RawServer.open();
        AtTerminal terminal = at(shell, "connect", server.address());
        RawServer.Peer peer = server.accept()) {
      terminal.await("> ");
      terminal.press("hal");
      terminal.await("hal");
      resize();
      peer.send("NEWS " + ESCAPE + "[2J\n");
      terminal.await("< NEWS \\x1b[2J");
      terminal.await("> hal");
      terminal.press(AtTerminal.CTRL_C);
      terminal.await("^C");
      terminal.paste("one\r二");
      terminal.press(UP + CTRL_L + CTRL_R + "on" + AtTerminal.CTRL_C);
      terminal.await("^C");
      terminal.press(AtTerminal.CTRL_D);
      assertEquals("one\n二\n", peer.restText());
      peer.hangUp();
      assertIsText(terminal);
      assertEquals(0, terminal.exitCode());
    }
  }

  @Test
  void anOperatorsTalkIsTextAlone() throws Exception {
    try (AtTerminal terminal =
        at("export TERM=dumb", "serve", "operator", "-l", "tcp://127.0.0.1:0")) {
      int port = terminal.port("tcp");
      terminal.await("> ");
      try (RawPeer peer = RawPeer.tcp(port)) {
        peer.send("hello\n");
        terminal.await(": hello");
        resize();
        terminal.paste("one\r二");
        assertEquals("one\n二\n", peer.receive("one\n二\n"));
        terminal.press(AtTerminal.CTRL_D);
        assertIsText(terminal);
        assertEquals(0, terminal.exitCode());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"export TERM=dumb", "unset TERM"})
  void theHelpIsTextAlone(String shell) throws Exception {
    try (AtTerminal terminal = at(shell, "serve", "--help")) {
      terminal.await("--listen");
      assertIsText(terminal);
      assertEquals(0, terminal.exitCode());
    }
  }

  private static String[] bench(String address) {
    return new String[] {"bench", address, "--warmup", "100ms", "--duration", "500ms"};
  }

  @Test
  void theProgressOfABenchIsTextAlone() throws Exception {
    try (Server server =
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .framing(Framing.line())
                .handler((session, message) -> session.send(message))
                .start();
        AtTerminal terminal = at("export TERM=dumb", bench(server.address().toString()))) {
      terminal.await("answers are checked");
      assertIsText(terminal);
      assertEquals(0, terminal.exitCode());
    }
  }
}
