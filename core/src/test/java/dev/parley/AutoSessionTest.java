package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.AutoFraming;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.internal.simulation.SimulatedServer;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.session.Transport;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Sessions with the framing `auto`, against peers that end lines and peers that do not. Time
/// advances only when a test says so.
class AutoSessionTest {
  private static final int FLOODERS = 8;
  private static final Handler ECHO = (session, message) -> session.send(message);

  private final EventRecorder events = new EventRecorder();
  private final ManualClock clock = new ManualClock(Long.MAX_VALUE - 1);
  @AutoClose private final Opened opened = new Opened();
  @AutoClose private final SimulatedServer simulated = new SimulatedServer();

  private Server.Builder server(Handler handler) {
    return Server.builder()
        .listen("tcp://127.0.0.1:0")
        .framing(Framing.auto())
        .handler(handler)
        .events(events)
        .clock(clock)
        .loops(1);
  }

  private ScriptedPeer peer(Server server) throws IOException {
    opened.add(server);
    return opened.keep(ScriptedPeer.connect(server.address()));
  }

  /// A handler whose sessions are accessible to the test.
  private static final class Watched implements Handler {
    final CompletableFuture<Session> session = new CompletableFuture<>();
    private final Handler handler;

    Watched(Handler handler) {
      this.handler = handler;
    }

    @Override
    public void opened(Session session) {
      this.session.complete(session);
    }

    @Override
    public void received(Session session, Message message) throws Exception {
      handler.received(session, message);
    }

    /// Waits until the session has read this many bytes from its peer.
    void awaitBytes(long bytes) {
      while (session.join().traffic().bytesIn() < bytes) {
        Thread.onSpinWait();
      }
      awaitTurn(); // queued after the read that brought them
    }

    /// Waits for a turn of the session's loop.
    void awaitTurn() {
      CompletableFuture<Void> done = new CompletableFuture<>();
      session.join().execute(() -> done.complete(null));
      done.join();
    }
  }

  private void silence() {
    clock.advance(AutoFraming.SILENCE);
  }

  /// Lets the silence pass, and wakes the loop, which would find it only in a quarter of a second.
  private void silence(Watched watched) {
    silence();
    watched.awaitTurn();
  }

  @Test
  void linesAreAnsweredAsLines() throws Exception {
    ScriptedPeer peer = peer(server(ECHO).start());
    peer.send("one\ntw");
    assertEquals("one\n", peer.readText(4));
    silence();
    peer.send("o\r\nthree").endOutput();
    assertEquals("two\nthree\n", peer.readAllText());
    assertTrue(events.all(Event.FramingSettled.class).isEmpty());
  }

  /// In each turn they have more input pending, so they are waiting for the next turn when the
  /// silence that began with their first byte would end.
  @Test
  void peersThatFloodAsTheSilenceEndsHoldUpNobody() throws Exception {
    Handler quiet =
        (session, message) -> {
          if (message.length() < 10) {
            session.send(message);
          }
        };
    Server server = server(quiet).start();
    List<Thread> flooding = new ArrayList<>();
    List<Flood> floods = new ArrayList<>();
    for (int i = 0; i < FLOODERS; i++) {
      ScriptedPeer peer = peer(server);
      peer.send("a");
      Flood flood = new Flood(peer);
      floods.add(flood);
      flooding.add(Thread.ofPlatform().start(flood));
    }
    for (Flood flood : floods) {
      flood.isUnderWay.await();
    }
    for (int i = 0; i < FLOODERS; i++) {
      silence();
      ScriptedPeer honest = peer(server);
      honest.send("hi\n");
      assertEquals("hi\n", honest.readText(3));
    }
    for (Flood flood : floods) {
      flood.isOver.set(true);
    }
    for (Thread thread : flooding) {
      thread.join();
    }
  }

  /// Lines without end, as fast as they are accepted.
  private static final class Flood implements Runnable {
    private static final int LINES = 20;

    final CountDownLatch isUnderWay = new CountDownLatch(LINES);
    final AtomicBoolean isOver = new AtomicBoolean();
    private final ScriptedPeer peer;
    private final String line = "y".repeat(32_000) + "\n";

    Flood(ScriptedPeer peer) {
      this.peer = peer;
    }

    @Override
    public void run() {
      try {
        while (!isOver.get()) {
          peer.send(line);
          isUnderWay.countDown();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void aPeerThatEndsNoLinesIsAnsweredRaw() throws Exception {
    Watched echo = new Watched(ECHO);
    ScriptedPeer peer = peer(server(echo).start());
    peer.send("hello");
    echo.awaitBytes(5);
    silence(echo);
    assertEquals("hello", peer.readText(5));
    peer.send("again\n");
    assertEquals("again\n", peer.readText(6));
    peer.endOutput();
    assertEquals("", peer.readAllText());
    Event.FramingSettled settled = events.await(Event.FramingSettled.class);
    assertEquals("raw", settled.framing().toString());
    assertEquals(echo.session.join().id(), settled.session());
    assertNull(settled.principal());
  }

  @Test
  void whatWasSaidWithoutALineEndBeforeAResetIsHeard() throws Exception {
    List<String> heard = new ArrayList<>();
    Handler keep = (_, message) -> heard.add(message.text());
    ScriptedPeer peer = peer(server(keep).start());
    peer.send("no room for you");
    peer.reset();
    assertEquals(CloseReason.PEER_RESET, events.await(Event.SessionClosed.class).reason());
    assertEquals(List.of("no room for you"), heard);
  }

  @Test
  void neitherSilenceNorAResetMakesAMessageOfAnHttpRequest() throws Exception {
    List<String> heard = new ArrayList<>();
    Watched keep = new Watched((_, message) -> heard.add(message.text()));
    ScriptedPeer peer = peer(server(keep).start());
    peer.send("POST /quit");
    keep.awaitBytes(10);
    silence();
    assertEquals("", peer.readAllText());
    peer.close();
    Event.SessionClosed closed = events.await(Event.SessionClosed.class);
    assertEquals(CloseReason.FRAME_MALFORMED, closed.reason());
    assertTrue(closed.detail().contains("an HTTP request"), closed.detail());

    ScriptedPeer other = peer(server(keep).start());
    other.send("POST /quit");
    other.reset();
    var _ =
        events.await(Event.SessionClosed.class, one -> one.reason().equals(CloseReason.PEER_RESET));
    assertEquals(List.of(), heard);
  }

  @Test
  void theEventComesBeforeTheMessage() throws Exception {
    CompletableFuture<Integer> seen = new CompletableFuture<>();
    Watched handler =
        new Watched((_, _) -> seen.complete(events.all(Event.FramingSettled.class).size()));
    peer(server(handler).start()).send("x");
    handler.awaitBytes(1);
    silence(handler);
    assertEquals(1, seen.join());
  }

  @Test
  void silenceCountsFromTheLastByte() throws Exception {
    Watched echo = new Watched(ECHO);
    ScriptedPeer peer = peer(server(echo).start());
    peer.send("hel");
    echo.awaitBytes(3);
    clock.advance(AutoFraming.SILENCE.minusNanos(1));
    peer.send("lo");
    echo.awaitBytes(5);
    clock.advance(AutoFraming.SILENCE.minusNanos(1));
    peer.send("\n");
    assertEquals("hello\n", peer.readText(6));
    assertTrue(events.all(Event.FramingSettled.class).isEmpty());
  }

  @Test
  void repliesOfTheirOwnFramingStayAsTheyAre() throws Exception {
    Watched echo = new Watched(ECHO);
    ScriptedPeer peer = peer(server(echo).replyFraming(Framing.line()).start());
    peer.send("hello");
    echo.awaitBytes(5);
    silence(echo);
    assertEquals("hello\n", peer.readText(6));
  }

  @Test
  void whatIsSentBeforeTheDecisionIsALine() throws Exception {
    Watched echo = new Watched(ECHO);
    ScriptedPeer peer = peer(server(echo).start());
    echo.session.join().send("welcome");
    assertEquals("welcome\n", peer.readText(8));
    peer.send("hello");
    echo.awaitBytes(5);
    silence(echo);
    assertEquals("hello", peer.readText(5));
    echo.session.join().send("from another thread");
    assertEquals("from another thread", peer.readText(19));
  }

  @Test
  void theSilenceOfAPausedSessionIsNotItsPeers() throws Exception {
    Watched echo = new Watched(ECHO);
    ScriptedPeer peer = peer(server(echo).start());
    peer.send("hel");
    echo.awaitBytes(3);
    Session session = echo.session.join();
    session.pauseReading();
    silence();
    echo.awaitBytes(3);
    peer.send("lo\n");
    session.resumeReading();
    assertEquals("hello\n", peer.readText(6));
  }

  @Test
  void aPauseThatIsOverBeginsTheSilenceAnew() throws Exception {
    Watched echo = new Watched(ECHO);
    ScriptedPeer peer = peer(server(echo).start());
    peer.send("hello");
    echo.awaitBytes(5);
    Session session = echo.session.join();
    session.pauseReading();
    silence();
    session.resumeReading();
    echo.awaitBytes(5);
    silence(echo);
    assertEquals("hello", peer.readText(5));
  }

  @Test
  void theStreamsEndEndsALastLine() throws Exception {
    ScriptedPeer peer = peer(server(ECHO).start());
    peer.send("last").endOutput();
    assertEquals("last\n", peer.readAllText());
    silence();
    assertEquals(CloseReason.PEER_CLOSED, events.await(Event.SessionClosed.class).reason());
    assertTrue(events.all(Event.FramingSettled.class).isEmpty());
  }

  @Test
  void tooMuchWithoutALineEndIsTooLarge() throws Exception {
    ScriptedPeer peer = peer(server(ECHO).framing(Framing.auto().withMaxMessage(5)).start());
    peer.send("123456");
    assertEquals("", peer.readAllText());
    peer.close();
    assertEquals(CloseReason.FRAME_TOO_LARGE, events.await(Event.SessionClosed.class).reason());
  }

  @Test
  void aClientFindsOutAsWell() throws Exception {
    simulated.start(
        Server.builder().framing(Framing.line()).replyFraming(Framing.raw()).handler(ECHO));
    ClientOptions options = ClientOptions.defaults().withFraming(Framing.auto()).withEvents(events);
    try (Client client = simulated.run(() -> Client.connect(SimulatedServer.ADDRESS, options))) {
      client.send("hello");
      assertEquals(Message.of("hello"), client.receive(Wait.TIME));
      assertEquals(AutoFraming.SILENCE, simulated.elapsed());
      client.send("again\n");
      assertEquals(Message.of("again"), client.receive(Wait.TIME));
      assertEquals(AutoFraming.SILENCE, simulated.elapsed());
    }
    assertEquals(Transport.MEMORY, events.await(Event.FramingSettled.class).transport());
  }

  @Test
  void framingsThatDoNotGoTogetherAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> server(ECHO).framing(Framing.line()).replyFraming(Framing.auto()).start());
    ClientOptions auto = ClientOptions.defaults().withFraming(Framing.auto());
    assertThrows(IllegalArgumentException.class, () -> auto.withReplyFraming(Framing.raw()));
  }
}
