package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Message;
import dev.parley.session.Address;
import dev.parley.session.Handler;
import dev.parley.testing.ChildJvm;
import dev.parley.testing.Opened;
import dev.parley.testing.OwnProcess;
import dev.parley.testing.ScriptedPeer;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers whose process ends.
final class ShutdownOnExitTest {
  @AutoClose private final Opened opened = new Opened();

  private ChildJvm program;

  @BeforeEach
  void start() throws IOException {
    program = opened.keep(ChildJvm.start(ExitingServer.class, 0, "-Dstdout.encoding=UTF-8"));
  }

  /// Starts a server in the program, and returns a peer that has a session with it.
  private ScriptedPeer peer(String command) throws IOException {
    ScriptedPeer peer =
        opened.keep(ScriptedPeer.connect(Address.parse(program.ask(command)))).send("你好\n");
    assertEquals("你好\n", peer.readText(7));
    return peer;
  }

  @Test
  void aSignalIsAGracefulShutdown() throws Exception {
    ScriptedPeer peer = peer("serve");
    assertTrue(ProcessHandle.of(program.pid()).orElseThrow().destroy());
    assertEquals("再见\n", peer.readAllText());
    AssertionError end = assertThrows(AssertionError.class, program::awaitEndOfItself);
    assertEquals("exit 143:\ndraining\n", end.getMessage()); // 128 + SIGTERM
  }

  @Test
  void eachServerOfAProcessShutsDown() throws Exception {
    ScriptedPeer first = peer("serve");
    ScriptedPeer second = peer("serve");
    assertEquals("draining", program.ask("exit"));
    assertEquals("再见\n", first.readAllText());
    assertEquals("再见\n", second.readAllText());
    assertEquals("draining\n", program.awaitEnd());
  }

  @Test
  void theEndOfTheLastThreadIsAnExit() throws Exception {
    ScriptedPeer peer = peer("serve");
    assertEquals("draining\n", program.awaitEnd()); // its main method returns
    assertEquals("再见\n", peer.readAllText());
  }

  @Test
  void anExitWhileTheServerShutsDownAsksNoSessionAgain() throws Exception {
    ScriptedPeer peer = peer("serve stubborn");
    assertEquals("draining", program.ask("shut down"));
    assertEquals("ok", program.ask("no grace"));
    assertEquals("", program.awaitEnd());
    peer.readAllUntilGone();
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit", "close"})
  void aConsumerOfEventsThatExitsDoesNotKeepTheProcess(String command) throws Exception {
    program.ask("serve leaving");
    assertEquals("leaving", program.ask(command));
    assertEquals("", program.awaitEnd());
  }

  @Test
  void aServerThatHasClosedIsForgotten() throws Exception {
    WeakReference<Server> closed = closed();
    assertTrue(
        OwnProcess.comesTrue(() -> {
          System.gc();
          return closed.refersTo(null);
        }));
  }

  private static WeakReference<Server> closed() throws IOException {
    Server server =
        Server.builder().listen("tcp://127.0.0.1:0").handler(Handler.reply(Message::text)).start();
    server.shutdownOnExit(Duration.ofHours(1));
    server.shutdownOnExit(Duration.ofHours(2));
    server.close();
    server.shutdownOnExit(Duration.ofHours(3));
    return new WeakReference<>(server);
  }

  @Test
  void noGraceIsRefusedWhereItIsGiven() throws Exception {
    try (Server server =
        Server.builder().listen("tcp://127.0.0.1:0").handler((_, _) -> {}).start()) {
      assertThrows(NullPointerException.class, () -> server.shutdownOnExit(null));
    }
  }
}
