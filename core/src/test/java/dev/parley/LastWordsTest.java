package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.problem.Problem;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.Opened;
import dev.parley.testing.ScriptedPeer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What a handler can still say when a session ends for a reason that is not its own.
final class LastWordsTest {
  private final EventRecorder events = new EventRecorder();
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  @AutoClose private final Opened opened = new Opened();

  /// Answers, throws at `throw`, closes at `close`, and in its last words does more than it should.
  private final Handler handler =
      new Handler() {
        @Override
        public void received(Session session, Message message) {
          switch (message.text()) {
            case "throw" -> throw new IllegalStateException("as asked for");
            case "close" -> session.close();
            case "abort" -> session.abort();
            default -> session.send("heard " + message.text());
          }
        }

        @Override
        public void ending(Session session, CloseReason reason, Problem problem) {
          calls.add("ending " + reason);
          session.send("because of " + reason);
          session.close();
          throw new IllegalStateException("careless");
        }

        @Override
        public void closed(Session session, CloseReason reason) {
          calls.add("closed " + reason);
        }
      };

  private ScriptedPeer peer() throws Exception {
    Server server =
        opened.keep(
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .loops(1)
                .framing(Framing.line().withMaxMessage(40))
                .events(events)
                .handler(handler)
                .start());
    return opened.keep(ScriptedPeer.connect(server.address()));
  }

  private void assertEnd(CloseReason reason, String... expected) throws InterruptedException {
    assertEquals(reason, events.await(Event.SessionClosed.class).reason());
    assertEquals(List.of(expected), calls);
  }

  /// Returns what the peer is told until the end, at which it leaves.
  private static String all(ScriptedPeer peer) throws Exception {
    String text = peer.readAllText();
    peer.close();
    return text;
  }

  @Test
  void thePeerIsToldThatItsMessageWasTooLong() throws Exception {
    ScriptedPeer peer = peer();
    peer.send("hello\n" + "x".repeat(41) + "\nmore\n");
    assertEquals("heard hello\nbecause of FRAME_TOO_LARGE\n", all(peer));
    assertEnd(CloseReason.FRAME_TOO_LARGE, "ending FRAME_TOO_LARGE", "closed FRAME_TOO_LARGE");
  }

  @Test
  void thePeerIsToldThatTheHandlerHasFailed() throws Exception {
    ScriptedPeer peer = peer();
    peer.send("throw\nmore\n");
    assertEquals("because of HANDLER_FAILED\n", all(peer));
    assertEnd(CloseReason.HANDLER_FAILED, "ending HANDLER_FAILED", "closed HANDLER_FAILED");
  }

  @Test
  void anEndThatWasAskedForHasNoLastWords() throws Exception {
    ScriptedPeer peer = peer();
    peer.send("close\n");
    assertEquals("", all(peer));
    assertEnd(CloseReason.CLOSED, "closed CLOSED");
  }

  @Test
  void aConnectionThatIsCutHasNoLastWords() throws Exception {
    ScriptedPeer peer = peer();
    peer.send("abort\n");
    assertEnd(CloseReason.CLOSED, "closed CLOSED");
  }
}
