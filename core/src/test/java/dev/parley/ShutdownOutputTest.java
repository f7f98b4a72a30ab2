package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A shutdown says whether all that was accepted for sending was sent.
class ShutdownOutputTest {
  /// More than the buffers of both kernels hold.
  private static final int ANSWER = 32 << 20;

  private final EventRecorder events = new EventRecorder();

  private Server start() throws IOException {
    return Server.builder()
        .listen("tcp://127.0.0.1:0")
        .framing(Framing.length().withMaxMessage(ANSWER))
        .limits(Limits.defaults().withMaxOutboxBytes(2 * ANSWER))
        .timeouts(Timeouts.defaults().withWrite(Duration.ofMillis(300)))
        .handler((session, _) -> session.send(new byte[ANSWER]))
        .events(events)
        .start();
  }

  private void ask(ScriptedPeer peer) throws IOException {
    peer.sendHex("0000000161");
    peer.read(4); // so that the answer is under way
  }

  @Test
  void anAnswerThatIsTakenCompletelyIsNoLoss() throws Exception {
    try (Server server = start();
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      ask(peer);
      peer.read(ANSWER);
      assertTrue(server.shutdown(Wait.TIME));
    }
  }

  @Test
  void anAnswerThatIsNotTakenIsALossThoughItsSessionIsOver() throws Exception {
    try (Server server = start();
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      ask(peer);
      assertFalse(server.shutdown(Wait.TIME));
      assertEquals(CloseReason.SHUTDOWN, events.await(Event.SessionClosed.class).reason());
    }
  }

  @Test
  void whatWasLostBeforeTheShutdownIsNotOfIt() throws Exception {
    try (Server server = start();
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      ask(peer);
      events.await(Event.SessionClosed.class);
      assertTrue(server.shutdown(Wait.TIME));
    }
  }
}
