package dev.parley.internal.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Server;
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
import dev.parley.session.SocketOptions;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.Opened;
import dev.parley.testing.OwnProcess;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests one stream session at a time, against raw peers.
class StreamSessionTest {
  private static final Handler ECHO = (session, message) -> session.send(message);

  private final EventRecorder events = new EventRecorder();
  @AutoClose private final Opened opened = new Opened();
  @AutoClose private final SimulatedServer simulated = new SimulatedServer();

  private Server.Builder server(Handler handler) {
    return Server.builder().listen("tcp://127.0.0.1:0").handler(handler).events(events).loops(1);
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

  @Test
  void linesAreAnsweredInOrderHoweverTheyAreCut() throws Exception {
    ScriptedPeer peer = peer(start(server(ECHO)));
    byte[] lines = "one\ntwo\r\nthree\n".getBytes(UTF_8);
    for (byte one : lines) {
      peer.send(new byte[] {one});
    }
    assertEquals("one\ntwo\nthree\n", peer.readText(14));
    peer.send("four\nfive\n");
    assertEquals("four\nfive\n", peer.readText(10));
  }

  @Test
  void aPeerThatEndsGetsItsAnswersAndThenTheEnd() throws Exception {
    ScriptedPeer peer = peer(start(server(ECHO)));
    peer.send("a\nb\nlast line without end").endOutput();
    assertEquals("a\nb\nlast line without end\n", peer.readAllText());
    assertEquals(CloseReason.PEER_CLOSED, awaitEnd());
  }

  @Test
  void aLargeMessageIsPutTogetherAndAnswered() throws Exception {
    ScriptedPeer peer = peer(start(server(ECHO).framing(Framing.length())));
    byte[] frame = new byte[4 + (1 << 20)];
    Arrays.fill(frame, (byte) 'x');
    frame[0] = 0;
    frame[1] = 0x10;
    frame[2] = 0;
    frame[3] = 0;
    for (int round = 0; round < 3; round++) {
      Thread writer =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  peer.send(frame);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      assertArrayEquals(frame, peer.read(frame.length));
      writer.join();
    }
  }

  @Test
  void aMessageOneOverTheMaximumEndsTheSession() throws Exception {
    ScriptedPeer peer = peer(start(server(ECHO).framing(Framing.length().withMaxMessage(8))));
    peer.sendHex("00000008 6161616161616161 00000009");
    assertArrayEquals(
        new byte[] {0, 0, 0, 8, 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a'}, peer.readAll());
    peer.close();
    Event.SessionClosed end = events.await(Event.SessionClosed.class);
    assertEquals(CloseReason.FRAME_TOO_LARGE, end.reason());
    assertEquals(1, end.traffic().messagesIn());
  }

  @Test
  void aStreamThatEndsInsideAFrameSaysSo() throws Exception {
    ScriptedPeer peer = peer(start(server(ECHO).framing(Framing.length())));
    peer.sendHex("00000003 6162").endOutput();
    assertEquals(0, peer.readAll().length);
    assertEquals(CloseReason.FRAME_TRUNCATED, awaitEnd());
  }

  @Test
  void aResetEndsTheSessionAndNoOther() throws Exception {
    Server server = start(server(ECHO));
    ScriptedPeer other = peer(server);
    other.send("x\n");
    assertEquals("x\n", other.readText(2));
    ScriptedPeer peer = peer(server);
    peer.send("half a li");
    events.await(Event.SessionOpened.class, _ -> true, 2);
    peer.reset();
    assertEquals(CloseReason.PEER_RESET, awaitEnd());
    other.send("y\n");
    assertEquals("y\n", other.readText(2));
  }

  @Test
  void theLastWordsArriveThoughInputIsUnread() throws Exception {
    Handler goodbye =
        (session, _) -> {
          session.send("bye");
          session.close();
        };
    Server server = start(server(goodbye));
    for (int i = 0; i < 50; i++) {
      try (ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
        byte[] noise = new byte[20_000];
        Arrays.fill(noise, (byte) '\n');
        peer.send(noise);
        peer.send("and more");
        assertEquals("bye\n", peer.readAllText());
      }
    }
  }

  @Test
  void aPeerThatStaysAfterOurCloseIsLeftAfterTheLinger() throws Exception {
    Handler goodbye = (session, _) -> session.close();
    ScriptedPeer peer =
        peer(
            start(server(goodbye).timeouts(Timeouts.defaults().withLinger(Duration.ofMillis(50)))));
    peer.send("hello\n");
    assertEquals(0, peer.readAll().length);
    assertEquals(CloseReason.CLOSED, awaitEnd());
  }

  @Test
  void anExceptionInTheHandlerEndsThatSessionOnly() throws Exception {
    Handler fragile =
        (session, message) -> {
          if (message.text().equals("break")) {
            throw new IllegalStateException("broken");
          }
          session.send(message);
        };
    Server server = start(server(fragile));
    ScriptedPeer other = peer(server);
    other.send("a\n");
    assertEquals("a\n", other.readText(2));
    ScriptedPeer peer = peer(server);
    peer.send("before\nbreak\nafter\n");
    assertEquals("before\n", peer.readAllText());
    peer.close();
    assertEquals(CloseReason.HANDLER_FAILED, awaitEnd());
    assertEquals("broken", events.await(Event.HandlerFailed.class).cause().getMessage());
    other.send("b\n");
    assertEquals("b\n", other.readText(2));
  }

  @Test
  void aViewKeptBeyondItsCallShowsNothing() throws Exception {
    List<Message> kept = new CopyOnWriteArrayList<>();
    Server server =
        start(
            server((session, message) -> {
              kept.add(message);
              session.send("ok");
            }));
    ScriptedPeer peer = peer(server);
    peer.send("secret\nand another\n");
    assertEquals("ok\nok\n", peer.readText(6));
    ScriptedPeer other = peer(server);
    other.send("of somebody else\n");
    assertEquals("ok\n", other.readText(3));
    peer.send("more\n");
    assertEquals("ok\n", peer.readText(3));
    for (Message message : kept) {
      assertThrows(IllegalStateException.class, message::text);
    }
    // At least one view per read: a view of one peer's bytes never shows another's.
    assertNotSame(kept.get(1), kept.get(2));
    assertNotSame(kept.get(1), kept.get(3));
  }

  @Test
  void aPeerThatNeverReadsIsPushedBackAndThenCut() throws Exception {
    Server server =
        start(
            server(ECHO)
                .framing(Framing.length())
                .timeouts(Timeouts.defaults().withWrite(Duration.ofMillis(400))));
    ScriptedPeer peer = ScriptedPeer.connectNarrow(server.address());
    opened.add(peer);
    byte[] frame = new byte[4 + 60_000];
    frame[2] = (byte) (60_000 >> 8);
    frame[3] = (byte) 60_000;
    Thread flood =
        Thread.ofVirtual()
            .start(() -> {
              try {
                while (true) {
                  peer.send(frame);
                }
              } catch (IOException e) {
                // The server has aborted the connection.
              }
            });
    Event.SessionClosed end = events.await(Event.SessionClosed.class);
    assertEquals(CloseReason.WRITE_TIMEOUT, end.reason());
    flood.join();
  }

  @Test
  void moreThanTheOutboxHoldsEndsTheSession() throws Exception {
    Handler flood =
        (session, _) -> {
          byte[] block = new byte[100_000];
          while (session.isOpen()) {
            session.send(block);
          }
        };
    Server server =
        start(
            server(flood)
                .framing(Framing.length())
                .limits(Limits.defaults().withMaxOutboxBytes(300_000)));
    ScriptedPeer peer = peer(server);
    peer.sendHex("00000000");
    assertEquals(CloseReason.OUTBOX_FULL, awaitEnd());
  }

  @Test
  void anOfferIsRefusedInsteadAndHeardOfAgain() throws Exception {
    CountDownLatch drained = new CountDownLatch(1);
    AtomicReference<Integer> taken = new AtomicReference<>();
    Handler offers =
        new Handler() {
          @Override
          public void received(Session session, Message message) {
            Message block = Message.of(new byte[100_000]);
            int count = 0;
            while (session.offer(block)) {
              count++;
            }
            taken.set(count);
          }

          @Override
          public void drained(Session session) {
            drained.countDown();
          }
        };
    Server server =
        start(
            server(offers)
                .framing(Framing.length())
                .limits(Limits.defaults().withMaxOutboxBytes(300_000)));
    ScriptedPeer peer = peer(server);
    peer.sendHex("00000000");
    byte[] first = peer.read(100_004);
    assertEquals(0x86, first[2] & 0xff);
    int rest = 100_004 * (taken.get() - 1);
    peer.read(rest);
    drained.await();
  }

  @Test
  void messagesOverTheRateWaitAndNoneIsLost() throws Exception {
    simulated.start(
        Server.builder().handler(ECHO).limits(Limits.defaults().withMessagesPerSecond(200)));
    List<String> lines = IntStream.range(0, 300).mapToObj(String::valueOf).toList();
    SimulatedPeer peer = simulated.peer(String.join("\n", lines) + "\n");
    assertEquals(lines.subList(0, 200), SimulatedServer.heard(peer).lines().toList());
    simulated.pass(Duration.ofMillis(500).minusNanos(1));
    assertEquals(lines.subList(0, 299), SimulatedServer.heard(peer).lines().toList());
    simulated.pass(Duration.ofNanos(1));
    assertEquals(lines, SimulatedServer.heard(peer).lines().toList());
  }

  @Test
  void bytesOverTheRateWaitAndNoneIsLost() throws Exception {
    simulated.start(
        Server.builder().handler(ECHO).limits(Limits.defaults().withBytesPerSecond(4000)));
    String lines = "0123456789abcdefghi\n".repeat(300);
    SimulatedPeer peer = simulated.peer(lines);
    simulated.pass(Duration.ofMillis(1));
    assertEquals(lines.substring(0, 4000), SimulatedServer.heard(peer));
    simulated.pass(Duration.ofMillis(499));
    assertEquals(lines.substring(0, 4000), SimulatedServer.heard(peer));
    simulated.pass(Duration.ofMillis(1));
    assertEquals(lines, SimulatedServer.heard(peer));
  }

  @Test
  void aPausedSessionGoesOnWhereItStopped() throws Exception {
    AtomicReference<Session> paused = new AtomicReference<>();
    Handler handler =
        (session, message) -> {
          session.send(message);
          if (message.text().equals("stop")) {
            session.pauseReading();
            paused.set(session);
          }
        };
    ScriptedPeer peer = peer(start(server(handler)));
    peer.send("go\nstop\nafter\nlast").endOutput();
    assertEquals("go\nstop\n", peer.readText(8));
    paused.get().resumeReading();
    assertEquals("after\nlast\n", peer.readAllText());
    assertEquals(CloseReason.PEER_CLOSED, awaitEnd());
  }

  @Test
  void lastWordsThatWaitForThePeersReadyAreDeliveredThoughReadingIsPaused() throws Exception {
    Handler goodbye =
        (session, _) -> {
          session.send("bye");
          session.pauseReading();
          session.close();
        };
    ScriptedPeer peer =
        peer(start(server(goodbye).framing(Framing.raw()).replyFraming(Framing.ready())));
    peer.send("x");
    assertEquals("3", peer.readText(1));
    peer.send("ready");
    assertEquals("bye", peer.readAllText());
    peer.close();
    assertEquals(CloseReason.CLOSED, awaitEnd());
  }

  @Test
  void aPeerThatEndsInsteadOfSayingReadyEndsOurWaitToo() throws Exception {
    Handler goodbye =
        (session, _) -> {
          session.send("bye");
          session.close();
        };
    ScriptedPeer peer =
        peer(start(server(goodbye).framing(Framing.raw()).replyFraming(Framing.ready())));
    peer.send("x");
    assertEquals("3", peer.readText(1));
    peer.endOutput();
    assertEquals("", peer.readAllText()); // no reset, as after the write timeout
    assertEquals(CloseReason.CLOSED, awaitEnd());
  }

  @Test
  void aPeerThatHasEndedCanSayReadyNoMoreSoTheSessionEnds() throws Exception {
    Handler talkative =
        new Handler() {
          @Override
          public void received(Session session, Message message) {}

          @Override
          public void ended(Session session) {}
        };
    ScriptedPeer peer =
        peer(start(server(talkative).framing(Framing.raw()).replyFraming(Framing.ready())));
    peer.endOutput();
    assertEquals(CloseReason.PEER_CLOSED, awaitEnd());
    assertEquals("", peer.readAllText());
  }

  @Test
  void aMessageBeforeAFaultInTheSameReadIsAnswered() throws Exception {
    Server server = start(server(ECHO).framing(Framing.ready()).replyFraming(Framing.raw()));
    ScriptedPeer peer = peer(server);
    peer.send("2");
    assertEquals("ready", peer.readText(5));
    peer.send("hix");
    assertEquals("hi", peer.readAllText());
    peer.close();
    assertEquals(CloseReason.FRAME_MALFORMED, awaitEnd());
  }

  @Test
  void whenAllTogetherHoldTooMuchTheOneThatHoldsMostGoes() throws Exception {
    Server server =
        start(
            server(ECHO)
                .framing(Framing.length())
                .limits(Limits.defaults().withMaxBufferedBytes(2 << 20)));
    byte[] begun = new byte[700_000];
    begun[1] = 0x0f; // 983,040 bytes are announced
    for (int i = 0; i < 6; i++) {
      try {
        peer(server).send(begun);
      } catch (IOException e) {
        // This is the session that had to be closed.
      }
    }
    Event.SessionClosed end = events.await(Event.SessionClosed.class);
    assertEquals(CloseReason.BUFFERS_FULL, end.reason());
    ScriptedPeer honest = peer(server);
    honest.sendHex("00000001 61");
    assertEquals(5, honest.read(5).length);
  }

  @Test
  void aSessionOverTheLimitIsTurnedAway() throws Exception {
    Server server = start(server(ECHO).limits(Limits.defaults().withMaxSessions(2)));
    ScriptedPeer first = peer(server);
    ScriptedPeer second = peer(server);
    first.send("1\n");
    second.send("2\n");
    assertEquals("1\n", first.readText(2));
    assertEquals("2\n", second.readText(2));
    try (ScriptedPeer third = ScriptedPeer.connect(server.address())) {
      assertEquals(0, third.readAll().length);
    }
    assertTrue(events.await(Event.PeerRefused.class).why().contains("maxSessions 2"));
    first.close();
    awaitEnd();
    try (ScriptedPeer fourth = ScriptedPeer.connect(server.address())) {
      fourth.send("4\n");
      assertEquals("4\n", fourth.readText(2));
    }
  }

  @Test
  void aUnixSocketServesItsUserOnlyAndLeavesNoFile(@TempDir Path directory) throws Exception {
    Path path = directory.resolve("p.sock");
    Server server = Server.builder().listen("unix:" + path).handler(ECHO).events(events).start();
    assertEquals(
        "rw-------",
        java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    try (ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      peer.send("hi\n").endOutput();
      assertEquals("hi\n", peer.readAllText());
    }
    assertEquals("unix#1", events.await(Event.SessionClosed.class).peer());
    server.close();
    assertFalse(Files.exists(path));
  }

  @Test
  void shutdownLetsSessionsFinishWhatTheySaid() throws Exception {
    Server server = start(server(ECHO));
    ScriptedPeer peer = peer(server);
    peer.send("hello\n");
    assertEquals("hello\n", peer.readText(6));
    Thread shutdown =
        Thread.ofVirtual()
            .start(() -> {
              try {
                assertTrue(server.shutdown(Wait.TIME));
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    assertEquals(0, peer.readAll().length);
    peer.close();
    shutdown.join();
    assertEquals(CloseReason.SHUTDOWN, awaitEnd());
    server.awaitClose();
  }

  @Test
  void closeIsNow() throws Exception {
    Server server = start(server(ECHO));
    ScriptedPeer peer = peer(server);
    peer.send("hello\n");
    assertEquals("hello\n", peer.readText(6));
    server.close();
    server.awaitClose();
    assertEquals(CloseReason.SHUTDOWN, awaitEnd());
    assertEquals(0, server.openSessions());
  }

  @Test
  void whatIsSaidToStalledPeersCountsAtOnceInTheSumOfAll() throws Exception {
    List<Session> sessions = new CopyOnWriteArrayList<>();
    Handler listener =
        new Handler() {
          @Override
          public void opened(Session session) {
            sessions.add(session);
          }

          @Override
          public void received(Session session, Message message) {
            session.send(message);
          }
        };
    Server server =
        start(
            server(listener)
                .framing(Framing.length())
                .limits(Limits.defaults().withMaxBufferedBytes(1 << 20).withMaxOutboxBytes(4 << 20))
                .sockets(SocketOptions.defaults().withSendBuffer(4096)));
    for (int i = 0; i < 4; i++) {
      opened.add(ScriptedPeer.connectNarrow(server.address()));
    }
    assertTrue(OwnProcess.comesTrue(() -> sessions.size() == 4));
    List<Session> stalled = List.copyOf(sessions);
    ScriptedPeer lively = peer(server);
    Message message = Message.of(new byte[60_000]);
    long accepted = 0;
    while (events.all(Event.SessionClosed.class).isEmpty()) {
      for (Session session : stalled) {
        accepted += session.offer(message) ? message.length() : 0;
      }
      // Two answers take two turns of the loop, so the offered message has arrived there and is
      // counted.
      for (int i = 0; i < 2; i++) {
        assertEquals(4, lively.sendHex("00000000").read(4).length);
      }
    }
    assertEquals(CloseReason.BUFFERS_FULL, awaitEnd());
    assertTrue(accepted < 2 << 20, accepted + " bytes were accepted");
  }
}
