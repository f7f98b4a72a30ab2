package dev.parley;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.layer.Layer;
import dev.parley.layer.LayerLogin;
import dev.parley.layer.LayerState;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Session;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ScriptedPeer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Layers with defects: whatever they throw, and whenever, ends their session and no other.
class LayerFailureTest {
  enum Step {
    NONE,
    RECEIVE,
    RELEASE,
    SEND,
    FLUSH,
    TAKEN,
    FINISH
  }

  private final EventRecorder events = new EventRecorder();
  private final AtomicReference<Session> session = new AtomicReference<>();
  private volatile Step broken = Step.NONE;
  private Server server;

  @AfterEach
  void close() {
    server.close();
  }

  /// Passes bytes on, until one of its steps is broken.
  private final class Breaking implements Layer {
    private void at(Step step) {
      if (broken == step) {
        throw new IllegalStateException("the layer broke at " + step);
      }
    }

    @Override
    public void start(Sink outer) {}

    @Override
    public void receive(ByteBuffer wire, Sink inner, Sink outer) {
      at(Step.RECEIVE);
      inner.put(wire);
    }

    @Override
    public void release() {
      at(Step.RELEASE);
    }

    @Override
    public void send(ByteBuffer inner, Sink outer) {
      at(Step.SEND);
      outer.put(inner);
    }

    @Override
    public void flush(Sink outer) {
      at(Step.FLUSH);
    }

    @Override
    public void taken(Sink outer) {
      at(Step.TAKEN);
    }

    @Override
    public void finish(Sink outer) {
      at(Step.FINISH);
    }

    @Override
    public void end() {}

    @Override
    public LayerLogin login() {
      return LayerLogin.NONE;
    }

    @Override
    public LayerState state() {
      return LayerState.NONE;
    }
  }

  private ScriptedPeer start() throws IOException {
    server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .security(new ServerSecurity(Breaking::new, false))
            .loops(1)
            .handler((from, message) -> {
              session.set(from);
              from.send(message);
            })
            .events(events)
            .start();
    ScriptedPeer peer = ScriptedPeer.connect(server.address());
    assertEcho(peer);
    return peer;
  }

  private static void assertEcho(ScriptedPeer peer) throws IOException {
    peer.send("hello\n");
    assertEquals("hello\n", new String(peer.read(6), US_ASCII));
  }

  private Session session() {
    return requireNonNull(session.get());
  }

  private CloseReason closed() throws InterruptedException {
    return events.await(Event.SessionClosed.class).reason();
  }

  @Test
  void closingEndsWhereTheLastWordsFail() throws Exception {
    try (ScriptedPeer peer = start()) {
      broken = Step.FINISH;
      session().close(); // from another thread, so in a task of the loop
      assertEquals(0, peer.readAll().length);
      peer.endOutput();
      assertEquals(CloseReason.CLOSED, closed());
    }
  }

  @Test
  void outputEndsWhereTheLastWordsFail() throws Exception {
    try (ScriptedPeer peer = start()) {
      broken = Step.FINISH;
      session().endOutput();
      assertEquals(0, peer.readAll().length);
    }
  }

  @Test
  void aMessageOfAnotherThreadThatIsNotFlushedEndsTheSession() throws Exception {
    try (ScriptedPeer _ = start()) {
      broken = Step.FLUSH;
      session().send("more");
      assertEquals(CloseReason.DEFECT, closed());
    }
  }

  @Test
  void aSessionThatIsResumedEndsWhereItsLayerFails() throws Exception {
    try (ScriptedPeer _ = start()) {
      session().pauseReading();
      broken = Step.TAKEN;
      session().resumeReading();
      assertEquals(CloseReason.DEFECT, closed());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      names = {"RECEIVE", "RELEASE", "FLUSH", "TAKEN"})
  void aReadEndsTheSessionWhereItsLayerFails(Step step) throws Exception {
    try (ScriptedPeer peer = start()) {
      broken = step;
      peer.send("more\n");
      assertEquals(CloseReason.DEFECT, closed());
      assertTrue(!session().isOpen());
    }
    broken = Step.NONE;
    try (ScriptedPeer other = ScriptedPeer.connect(server.address())) {
      assertEcho(other);
    }
  }
}
