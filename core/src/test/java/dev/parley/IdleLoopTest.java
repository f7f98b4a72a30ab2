package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.CountingClock;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.Opened;
import dev.parley.testing.ScriptedPeer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A loop with nothing to do uses no processor time, whatever state its sessions are in.
class IdleLoopTest {
  private static final int EACH = 10;

  private final CountingClock clock = new CountingClock();
  private final EventRecorder events = new EventRecorder();
  @AutoClose private final Opened opened = new Opened();

  /// Applies each message as a command to its session.
  private static final class Obeying implements Handler {
    @Override
    public void received(Session session, Message message) {
      switch (message.text()) {
        case "close" -> session.close();
        case "pause" -> session.pauseReading();
        case "end" -> session.endOutput();
        case "fill" -> {
          Message block = Message.of(new byte[60_000]);
          while (session.offer(block)) {
            // Until the outbox is full.
          }
        }
        case "fill and close" -> {
          session.send(new byte[190_000]);
          session.close();
        }
        default -> session.send(message);
      }
    }

    @Override
    public void ended(Session session) {
      // Stays half-closed.
    }
  }

  private Server start(boolean hasVirtualLoops) throws IOException {
    return opened.keep(
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .framing(Framing.raw())
            .handler(new Obeying())
            .events(events)
            .loops(1)
            .virtualLoops(hasVirtualLoops)
            .clock(clock)
            .limits(Limits.defaults().withMaxOutboxBytes(200_000))
            .timeouts(
                Timeouts.defaults()
                    .withLinger(Duration.ofMinutes(10))
                    .withWrite(Duration.ofMinutes(10)))
            .start());
  }

  private ScriptedPeer peer(Server server, int number) throws Exception {
    ScriptedPeer peer = ScriptedPeer.connectNarrow(server.address());
    opened.add(peer);
    peer.send("hello");
    assertEquals("hello", peer.readText(5));
    events.await(Event.SessionOpened.class, _ -> true, number);
    return peer;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sessionsInEveryStateWaitWithoutSpinning(boolean hasVirtualLoops) throws Exception {
    Server server = start(hasVirtualLoops);
    int number = 0;
    for (int i = 0; i < EACH; i++) {
      ScriptedPeer halfClosed = peer(server, ++number);
      halfClosed.endOutput();
      ScriptedPeer bothEnded = peer(server, ++number);
      bothEnded.send("end");
      bothEnded.readAll();
      bothEnded.endOutput();
      ScriptedPeer pausedAndEnded = peer(server, ++number);
      pausedAndEnded.send("pause");
      pausedAndEnded.endOutput();
      ScriptedPeer pausedAndReset = peer(server, ++number);
      pausedAndReset.send("pause");
      pausedAndReset.reset();
      ScriptedPeer lingering = peer(server, ++number);
      lingering.send("close");
      lingering.readAll();
      ScriptedPeer blocked = peer(server, ++number);
      blocked.send("fill");
      ScriptedPeer blockedAndEnded = peer(server, ++number);
      blockedAndEnded.send("fill");
      blockedAndEnded.endOutput();
      ScriptedPeer closingAndBlocked = peer(server, ++number);
      closingAndBlocked.send("fill and close");
    }
    ScriptedPeer last = peer(server, ++number);
    last.send("done");
    assertEquals("done", last.readText(4));
    clock.assertLoopsRest();
  }
}
