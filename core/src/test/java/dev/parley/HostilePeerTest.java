package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.internal.simulation.SimulatedPeer;
import dev.parley.internal.simulation.SimulatedServer;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.Opened;
import dev.parley.testing.OwnProcess;
import dev.parley.testing.ScriptedPeer;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Hostile stream peers, one at a time: each session ends with the right reason, and nobody else is
/// affected.
class HostilePeerTest {
  private static final Handler ECHO = (session, message) -> session.send(message);

  private final EventRecorder events = new EventRecorder();
  @AutoClose private final Opened opened = new Opened();
  @AutoClose private final SimulatedServer simulated = new SimulatedServer();

  private Server.Builder server(Handler handler) {
    return Server.builder()
        .listen("tcp://127.0.0.1:0")
        .handler(handler)
        .events(events)
        .loops(1)
        .timeouts(Timeouts.defaults().withLinger(Duration.ofMillis(100)));
  }

  private Server start(Server.Builder builder) throws IOException {
    return opened.keep(builder.start());
  }

  private ScriptedPeer peer(Server server) throws IOException {
    return opened.keep(ScriptedPeer.connect(server.address()));
  }

  private CloseReason awaitEnd() throws InterruptedException {
    return events.await(Event.SessionClosed.class).reason();
  }

  /// Counts the callbacks of each session.
  private static final class Counting implements Handler {
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger received = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();

    @Override
    public void opened(Session session) {
      opened.incrementAndGet();
    }

    @Override
    public void received(Session session, Message message) {
      received.incrementAndGet();
      session.send(message);
    }

    @Override
    public void closed(Session session, CloseReason reason) {
      closed.incrementAndGet();
    }
  }

  private static byte[] frame(String framing) {
    return switch (framing) {
      case "line" -> "hello\n".getBytes(UTF_8);
      case "line:crlf", "delimiter:%0D%0A" -> "hello\r\n".getBytes(UTF_8);
      case "raw", "fixed:5" -> "hello".getBytes(UTF_8);
      case "length:1be" -> "\5hello".getBytes(UTF_8);
      case "length:2le" -> "\5\0hello".getBytes(UTF_8);
      case "length:4be" -> "\0\0\0\5hello".getBytes(UTF_8);
      case "length:8le" -> "\5\0\0\0\0\0\0\0hello".getBytes(UTF_8);
      case "length:varint" -> "\5hello".getBytes(UTF_8);
      case "netstring" -> "5:hello,".getBytes(UTF_8);
      case "ready" -> "5\nhello".getBytes(UTF_8);
      default -> throw new AssertionError(framing);
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "line",
        "line:crlf",
        "raw",
        "length:1be",
        "length:2le",
        "length:4be",
        "length:8le",
        "length:varint",
        "delimiter:%0D%0A",
        "fixed:5",
        "netstring",
        "ready"
      })
  void aResetOrAnEndAtEveryOffsetEndsThatSessionOnceAndForTheRightReason(String framing)
      throws Exception {
    Counting handler = new Counting();
    Server server = start(server(handler).framing(Framing.parse(framing)));
    byte[] frame = frame(framing);
    int sessions = 0;
    for (int cut = 0; cut <= frame.length; cut++) {
      for (boolean reset : new boolean[] {true, false}) {
        ScriptedPeer peer = ScriptedPeer.connect(server.address());
        int number = ++sessions;
        events.await(Event.SessionOpened.class, e -> e.session() == number);
        peer.send(Arrays.copyOf(frame, cut));
        if (reset) {
          peer.reset();
        } else {
          peer.endOutput();
          peer.readAll();
          peer.close();
        }
        CloseReason reason =
            events.await(Event.SessionClosed.class, e -> e.session() == number).reason();
        if (reset) {
          assertEquals(CloseReason.PEER_RESET, reason, framing + " reset at " + cut);
        } else {
          boolean isWhole =
              cut == 0 || cut == frame.length || List.of("line", "raw").contains(framing);
          boolean isOwed = framing.equals("ready") && cut == frame.length; // the reply's ready
          assertEquals(
              isWhole && !isOwed ? CloseReason.PEER_CLOSED : CloseReason.FRAME_TRUNCATED,
              reason,
              framing + " ended at " + cut);
        }
      }
    }
    assertEquals(sessions, events.all(Event.SessionClosed.class).size());
    assertEquals(sessions, handler.opened.get());
    assertEquals(sessions, handler.closed.get());
    assertEquals(0, server.openSessions());
    assertEquals(List.of(), events.all(Event.Defect.class));
  }

  @ParameterizedTest
  @CsvSource({
    "length:4be, ffffffff, FRAME_TOO_LARGE",
    "length:4be, 7fffffff, FRAME_TOO_LARGE",
    "length:4be, 00100001, FRAME_TOO_LARGE",
    "length:4le, ffffff7f, FRAME_TOO_LARGE",
    "length:8be, 0000000100000000, FRAME_TOO_LARGE",
    "length:8be, 8000000000000000, FRAME_TOO_LARGE",
    "length:8be, ffffffffffffffff, FRAME_TOO_LARGE",
    "length:varint, ffffffffffffffffffffff, FRAME_MALFORMED",
    "netstring, 393939393939393939393939, FRAME_TOO_LARGE",
    "netstring, 2d313a2c, FRAME_MALFORMED",
    "ready, 39393939393939393939, FRAME_TOO_LARGE",
    "ready, 2d31, FRAME_MALFORMED",
  })
  void aLengthThatCannotBeEndsTheSessionAtOnce(String framing, String hex, CloseReason reason)
      throws Exception {
    ScriptedPeer peer = peer(start(server(ECHO).framing(Framing.parse(framing))));
    peer.sendHex(hex);
    assertEquals(0, peer.readAll().length);
    peer.close();
    CloseReason actual = awaitEnd();
    assertTrue(
        actual == reason
            || (framing.equals("length:varint") && actual == CloseReason.FRAME_TOO_LARGE),
        actual.toString());
  }

  @Test
  void anEndlessLineIsCutAtItsMaximum() throws Exception {
    Server server = start(server(ECHO));
    ScriptedPeer peer = peer(server);
    byte[] block = new byte[10_000];
    Arrays.fill(block, (byte) 'x');
    Thread flood =
        Thread.ofVirtual()
            .start(() -> {
              try {
                while (true) {
                  peer.send(block);
                }
              } catch (IOException e) {
                // The server has closed the connection.
              }
            });
    Event.SessionClosed end = events.await(Event.SessionClosed.class);
    assertEquals(CloseReason.FRAME_TOO_LARGE, end.reason());
    assertTrue(end.traffic().bytesIn() < 1 << 18, "read " + end.traffic().bytesIn());
    flood.join();
  }

  @Test
  void aPeerThatNeverSaysReadyIsLeftAfterTheWriteTimeout() throws Exception {
    Duration limit = Duration.ofMillis(500);
    simulated.start(
        Server.builder()
            .framing(Framing.raw())
            .replyFraming(Framing.ready())
            .timeouts(Timeouts.defaults().withWrite(limit))
            .handler(ECHO));
    SimulatedPeer peer = simulated.peer("hello");
    Duration noticed = Duration.ofMillis(250); // by the first sweep that finds it waiting
    simulated.pass(noticed.plus(limit).minusNanos(1));
    assertEquals("5", SimulatedServer.heard(peer));
    assertFalse(peer.hasEnded() || peer.isReset());
    simulated.pass(Duration.ofNanos(1));
    assertTrue(peer.hasEnded() || peer.isReset());
    assertEquals("5", SimulatedServer.heard(peer));
    assertEquals(CloseReason.WRITE_TIMEOUT, simulated.leave(peer).reason());
  }

  @Test
  void whatAReadyPeerHasTakenNoLongerCountsAgainstItsOutbox() throws Exception {
    byte[] body = new byte[40_000];
    Handler twice =
        (session, _) -> {
          session.send(body);
          session.send(body);
        };
    Server server =
        start(
            server(twice)
                .framing(Framing.line())
                .replyFraming(Framing.ready())
                .limits(Limits.defaults().withMaxOutboxBytes(150_000)));
    ScriptedPeer peer = peer(server);
    peer.send("go\n");
    assertEquals("40000", peer.readText(5));
    for (int round = 0; round < 10; round++) {
      // One message is always outstanding, so that the layer never stops holding.
      peer.send("ready");
      peer.read(body.length);
      assertEquals("40000", peer.readText(5));
      peer.send("go\n");
      peer.send("ready");
      peer.read(body.length);
      assertEquals("40000", peer.readText(5));
    }
    assertEquals(List.of(), events.all(Event.SessionClosed.class));
  }

  @Test
  void aSessionInDebtLeavesNothingBehind() throws Exception {
    AtomicReference<Session> seen = new AtomicReference<>();
    Handler handler =
        new Handler() {
          @Override
          public void opened(Session session) {
            seen.set(session);
          }

          @Override
          public void received(Session session, Message message) {}
        };
    Server server = start(server(handler).limits(Limits.defaults().withBytesPerSecond(10)));
    ScriptedPeer peer = peer(server);
    events.await(Event.SessionOpened.class);
    byte[] hour = new byte[36_000];
    Arrays.fill(hour, (byte) 'x');
    peer.send(hour);
    WeakReference<Session> kept = abortOnceHeard(seen);
    awaitEnd();
    assertTrue(
        OwnProcess.comesTrue(() -> {
          System.gc();
          return kept.get() == null;
        }),
        "a timer keeps the session");
  }

  private static WeakReference<Session> abortOnceHeard(AtomicReference<Session> seen)
      throws InterruptedException {
    assertTrue(
        OwnProcess.comesTrue(() -> seen.get() != null && seen.get().traffic().bytesIn() > 0));
    Session session = seen.getAndSet(null);
    session.abort();
    return new WeakReference<>(session);
  }

  @Test
  void aReplyThenCloseIsNeverLost() throws Exception {
    byte[] reply = new byte[1 << 20];
    Arrays.fill(reply, (byte) 'r');
    Handler goodbye =
        (session, message) -> {
          session.send(message.length() > 3 ? reply : "bye".getBytes(UTF_8));
          session.close();
        };
    Server server =
        start(
            server(goodbye)
                .framing(Framing.line())
                .replyFraming(Framing.raw())
                .timeouts(Timeouts.defaults()));
    byte[] noise = new byte[3_000];
    Arrays.fill(noise, (byte) '\n');
    for (int round = 0; round < 1_000; round++) {
      boolean large = round % 20 == 0;
      try (ScriptedPeer peer =
          large
              ? ScriptedPeer.connectNarrow(server.address())
              : ScriptedPeer.connect(server.address())) {
        peer.send(large ? "large\n" : "x\n");
        if (round % 3 == 0) {
          peer.send(noise);
        }
        if (round % 4 == 1) {
          peer.endOutput();
        }
        byte[] answer = peer.readAll();
        assertArrayEquals(large ? reply : "bye".getBytes(UTF_8), answer, "round " + round);
      }
    }
  }
}
