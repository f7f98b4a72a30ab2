package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.internal.simulation.SimulatedPeer;
import dev.parley.internal.simulation.SimulatedServer;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// A shutdown says whether all that was accepted for sending was sent.
class ShutdownOutputTest {
  /// More than the buffers of both kernels hold.
  private static final int ANSWER = 32 << 20;

  private static final byte[] QUESTION = {0, 0, 0, 1, 'a'};

  private static final Duration WRITE = Duration.ofMillis(500);

  @AutoClose private final SimulatedServer simulated = new SimulatedServer();

  private static Server.Builder builder() {
    return Server.builder()
        .framing(Framing.length().withMaxMessage(ANSWER))
        .limits(Limits.defaults().withMaxOutboxBytes(2 * ANSWER))
        .timeouts(Timeouts.defaults().withWrite(WRITE).withLinger(Duration.ZERO))
        .handler((session, _) -> session.send(new byte[ANSWER]));
  }

  /// Starts a server, and asks it without taking the answer.
  private Server asked() throws Exception {
    Server server = simulated.start(builder());
    SimulatedPeer peer = simulated.peer();
    peer.read(false);
    peer.send(QUESTION);
    simulated.pass(Duration.ZERO);
    return server;
  }

  @Test
  void anAnswerThatIsTakenCompletelyIsNoLoss() throws Exception {
    try (Server server = builder().listen("tcp://127.0.0.1:0").start();
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      peer.send(QUESTION);
      peer.read(4 + ANSWER);
      assertTrue(server.shutdown(Wait.TIME));
    }
  }

  @Test
  void anAnswerThatIsNotTakenIsALossThoughItsSessionIsOver() throws Exception {
    Server server = asked();
    assertFalse(server.shutdown(Wait.TIME));
    assertEquals(WRITE, simulated.elapsed());
    assertEquals(
        CloseReason.SHUTDOWN, simulated.events(Event.SessionClosed.class).getFirst().reason());
  }

  @Test
  void whatWasLostBeforeTheShutdownIsNotOfIt() throws Exception {
    Server server = asked();
    simulated.pass(WRITE.minusNanos(1));
    assertEquals(1, server.openSessions());
    simulated.pass(Duration.ofNanos(1));
    assertEquals(0, server.openSessions());
    assertTrue(server.shutdown(Wait.TIME));
  }
}
