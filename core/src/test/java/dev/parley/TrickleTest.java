package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.internal.simulation.SimulatedPeer;
import dev.parley.internal.simulation.SimulatedServer;
import dev.parley.limit.Timeouts;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.session.SocketOptions;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.OwnProcess;
import dev.parley.testing.ScriptedPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Peers that occasionally read a little of our output, so that they are never completely inactive.
/// The test controls the clock; the kernel tells how much the peers have read.
class TrickleTest {
  private static final int ANSWER_BYTES = 1 << 19;
  private static final int SEND_BUFFER = 4096;
  private static final Timeouts IMPATIENT = Timeouts.defaults().withWrite(Duration.ofSeconds(10));

  private final EventRecorder events = new EventRecorder();
  private final ManualClock clock = new ManualClock(Long.MAX_VALUE - 1);
  private final AtomicReference<Session> session = new AtomicReference<>();
  @AutoClose private final Opened opened = new Opened();
  @AutoClose private final SimulatedServer simulated = new SimulatedServer();

  private Server start(Server.Builder builder) throws IOException {
    return opened.keep(builder.events(events).clock(clock).start());
  }

  private ScriptedPeer call(Server.Builder builder) throws IOException {
    Server server = start(builder.listen("tcp://127.0.0.1:0"));
    return opened.keep(ScriptedPeer.connect(server.address()));
  }

  private ScriptedPeer callReady(Timeouts timeouts) throws IOException {
    return call(
        Server.builder()
            .framing(Framing.ready())
            .handler((session, message) -> session.send(message))
            .timeouts(timeouts));
  }

  private ScriptedPeer start(String address, Consumer<Session> afterwards) throws Exception {
    Handler handler =
        new Handler() {
          @Override
          public void opened(Session opened) {
            session.set(opened);
          }

          @Override
          public void received(Session session, Message message) {
            session.send(new byte[ANSWER_BYTES]);
            afterwards.accept(session);
          }
        };
    Server server =
        start(
            Server.builder()
                .listen(address)
                .framing(Framing.raw())
                .handler(handler)
                .sockets(SocketOptions.defaults().withSendBuffer(SEND_BUFFER))
                .timeouts(IMPATIENT));
    ScriptedPeer peer =
        address.startsWith("unix:")
            ? ScriptedPeer.connect(server.address())
            : ScriptedPeer.connectNarrow(server.address());
    opened.add(peer);
    peer.send("a large one, please");
    assertTrue(OwnProcess.comesTrue(() -> session.get() != null && taken() > 0));
    return peer;
  }

  private long taken() {
    return session.get().traffic().bytesOut();
  }

  private boolean isOver() {
    return !events.all(Event.SessionClosed.class).isEmpty();
  }

  /// Makes the peer read enough that the kernel accepts a little more of our output; returns how
  /// many bytes that was.
  private long takeALittle(ScriptedPeer peer) throws IOException {
    long before = taken();
    while (taken() == before && !isOver()) {
      peer.read(512);
    }
    return taken() - before;
  }

  private CloseReason end() throws InterruptedException {
    return events.await(Event.SessionClosed.class).reason();
  }

  @Test
  void aPeerThatTakesALittleJustWithinTheWriteTimeoutIsLeft() throws Exception {
    ScriptedPeer peer = start("tcp://127.0.0.1:0", _ -> {});
    int rounds = 0;
    long taken = 0;
    while (!isOver() && taken < ANSWER_BYTES / 2) {
      clock.advance(Duration.ofMillis(9_500));
      rounds++;
      taken += tryToTake(peer);
    }
    assertEquals(CloseReason.WRITE_TIMEOUT, end());
    assertTrue(rounds > 1, "it was not still for the whole timeout");
  }

  /// Like [#takeALittle], for a peer that may be disconnected meanwhile.
  private long tryToTake(ScriptedPeer peer) {
    try {
      return takeALittle(peer);
    } catch (IOException e) {
      return 0;
    }
  }

  @Test
  void aPeerThatTakesAThousandBytesASecondIsServedToTheEnd() throws Exception {
    ScriptedPeer peer = start("tcp://127.0.0.1:0", _ -> {});
    long read = 0;
    while (read < ANSWER_BYTES) {
      read += peer.read((int) Math.min(512, ANSWER_BYTES - read)).length;
      clock.advance(Duration.ofMillis(500));
    }
    assertEquals(List.of(), events.all(Event.SessionClosed.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "unix"})
  void aClosingSessionIsOverInTheTimeThatItsBytesMayTake(String transport, @TempDir Path directory)
      throws Exception {
    String address =
        transport.equals("tcp") ? "tcp://127.0.0.1:0" : "unix:" + directory.resolve("socket");
    ScriptedPeer peer = start(address, Session::close);
    Duration most =
        Duration.ofSeconds(10).plusMillis(ANSWER_BYTES).plus(Timeouts.defaults().linger());
    Duration passed = Duration.ZERO;
    Duration step = Duration.ofMillis(9_500);
    while (!isOver() && passed.compareTo(most) < 0) {
      clock.advance(step);
      passed = passed.plus(step);
      long _ = tryToTake(peer);
    }
    assertEquals(CloseReason.CLOSED, end());
  }

  /// We answer each of its messages with the word `ready`, so bytes always flow both ways.
  @Test
  void aPeerThatTalksAndNeverAsksForWhatIsHeldIsLeft() throws Exception {
    ScriptedPeer peer = callReady(IMPATIENT);
    peer.send("1\nx");
    assertEquals("ready1", peer.readText(6));
    int rounds = 0;
    while (!isOver() && rounds < 20) {
      clock.advance(Duration.ofSeconds(3));
      rounds++;
      try {
        peer.send("1\n");
        assertEquals("ready", peer.readText(5));
        peer.send("y");
      } catch (IOException e) {
        break; // it was disconnected
      }
    }
    assertEquals(CloseReason.WRITE_TIMEOUT, end());
    assertTrue(rounds > 1, "it was not still for the whole timeout");
  }

  @Test
  void aLengthWithoutItsEndIsABegunMessage() throws Exception {
    Duration limit = Duration.ofSeconds(10);
    simulated.start(
        Server.builder()
            .framing(Framing.ready())
            .handler((session, message) -> session.send(message))
            .timeouts(Timeouts.defaults().withFrame(limit)));
    SimulatedPeer peer = simulated.peer("1\r");
    simulated.pass(limit.minusNanos(1));
    assertFalse(peer.hasEnded());
    simulated.pass(Duration.ofNanos(1));
    assertEquals(CloseReason.FRAME_TIMEOUT, simulated.leave(peer).reason());
  }

  @Test
  void aClosingSessionWhosePeerAsksSlowlyForWhatIsHeldIsOverToo() throws Exception {
    Handler handler =
        (session, message) -> {
          for (int i = 0; i < 1_000; i++) {
            session.send("x".getBytes(UTF_8));
          }
          session.close();
        };
    ScriptedPeer peer =
        call(
            Server.builder()
                .framing(Framing.raw())
                .replyFraming(Framing.ready())
                .handler(handler)
                .timeouts(IMPATIENT));
    peer.send("go");
    int rounds = 0;
    try {
      for (; rounds < 1_000 && !isOver(); rounds++) {
        assertEquals("1", peer.readText(1));
        clock.advance(Duration.ofMillis(9_500));
        peer.send("ready");
        assertEquals("x", peer.readText(1));
      }
    } catch (IOException e) {
      // disconnected
    }
    assertEquals(CloseReason.CLOSED, end());
    assertTrue(rounds < 30, rounds + " times the write timeout");
  }

  @Test
  void aPeerThatFloodsAClosingSessionDoesNotKeepItOpen() throws Exception {
    ScriptedPeer peer = start("tcp://127.0.0.1:0", Session::close);
    byte[] block = new byte[1 << 16];
    Thread flood =
        Thread.ofVirtual()
            .start(() -> {
              try {
                while (true) {
                  peer.send(block);
                }
              } catch (IOException e) {
                // The server has disconnected us.
              }
            });
    assertTrue(
        OwnProcess.comesTrue(() -> {
          clock.advance(Duration.ofSeconds(1));
          return isOver();
        }));
    assertEquals(CloseReason.CLOSED, end());
    flood.join();
  }
}
