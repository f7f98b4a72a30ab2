package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.OwnProcess;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Limits and timeouts of a running server, exactly at their values and one past.
class BoundaryTest {
  private static final Handler ECHO = (session, message) -> session.send(message);

  private final EventRecorder events = new EventRecorder();
  @AutoClose private final Opened opened = new Opened();

  private Server start(Server.Builder builder) throws IOException {
    return opened.keep(builder.events(events).loops(1).start());
  }

  private ScriptedPeer peer(Address address) throws IOException {
    ScriptedPeer peer = ScriptedPeer.connect(address);
    opened.add(peer);
    peer.send("x\n");
    assertEquals("x\n", peer.readText(2));
    return peer;
  }

  @Test
  void perAddressCountsExactlyAndGivesBack() throws Exception {
    Server server =
        start(
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .handler(ECHO)
                .limits(Limits.defaults().withMaxPerAddress(3)));
    List<ScriptedPeer> three = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      three.add(peer(server.address()));
    }
    for (int i = 0; i < 3; i++) {
      try (ScriptedPeer fourth = ScriptedPeer.connect(server.address())) {
        assertEquals(0, fourth.readAll().length);
      }
    }
    Event.PeerRefused refused = events.await(Event.PeerRefused.class);
    assertEquals("maxPerAddress 3 are open from this address", refused.why());
    assertEquals(1, refused.count());
    assertEquals(1, events.all(Event.PeerRefused.class).size(), "the others are counted only");
    three.getFirst().close();
    events.await(Event.SessionClosed.class);
    assertTrue(OwnProcess.comesTrue(() -> server.openSessions() == 2));
    peer(server.address());
    assertEquals(3, server.openSessions());
  }

  @Test
  void aTimeoutHoldsWhereTheClockWraps() throws Exception {
    ManualClock clock = new ManualClock(Long.MAX_VALUE - Duration.ofSeconds(5).toNanos());
    Server server =
        start(
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .handler(ECHO)
                .clock(clock)
                .timeouts(Timeouts.defaults().withIdle(Duration.ofSeconds(10))));
    ScriptedPeer silent = peer(server.address());
    ScriptedPeer talker = peer(server.address());
    for (int second = 0; second < 9; second++) {
      clock.advance(Duration.ofSeconds(1));
      for (int i = 0; i < 2; i++) { // two turns, with a deadline sweep in between
        talker.send("y\n");
        assertEquals("y\n", talker.readText(2));
      }
      assertEquals(List.of(), events.all(Event.SessionClosed.class));
    }
    clock.advance(Duration.ofSeconds(2));
    talker.send("y\n");
    assertEquals("y\n", talker.readText(2));
    assertEquals(0, silent.readAll().length);
    clock.advance(Duration.ofSeconds(2)); // its linger time
    talker.send("y\n"); // wakes the loop
    assertEquals("y\n", talker.readText(2));
    assertEquals(CloseReason.IDLE_TIMEOUT, events.await(Event.SessionClosed.class).reason());
    assertEquals(1, server.openSessions());
  }

  @Test
  void anOutboxTakesExactlyItsMaximum() throws Exception {
    int most = 400_000;
    AtomicInteger taken = new AtomicInteger();
    AtomicReference<Boolean> more = new AtomicReference<>();
    AtomicReference<Session> seen = new AtomicReference<>();
    Handler filling =
        (session, _) -> {
          // First more than the kernel accepts; everything after that is queued and counted by us.
          seen.set(session);
          Message kernel = Message.of(new byte[100_000]);
          while (session.offer(kernel)) {
            taken.incrementAndGet();
          }
          more.set(session.offer(Message.of(new byte[most])));
          session.close();
        };
    Server server =
        start(
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .framing(Framing.length())
                .handler(filling)
                .limits(Limits.defaults().withMaxOutboxBytes(most)));
    try (ScriptedPeer peer = ScriptedPeer.connectNarrow(server.address())) {
      peer.sendHex("00000000");
      byte[] all = peer.readAll();
      assertEquals(taken.get() * 100_004L, all.length);
    }
    assertFalse(more.get());
    assertEquals(CloseReason.CLOSED, events.await(Event.SessionClosed.class).reason());
  }

  @Test
  void aSocketFileThatIsAnothersByNowStays(@TempDir Path directory) throws Exception {
    Path path = directory.resolve("p.sock");
    Server first = start(Server.builder().listen("unix:" + path).handler(ECHO));
    Files.delete(path);
    Server second = start(Server.builder().listen("unix:" + path).handler(ECHO));
    first.close();
    assertTrue(Files.exists(path), "the first server removed the second one's file");
    peer(second.address());
    second.close();
    assertFalse(Files.exists(path));
  }

  @Test
  void shutdownOfAFloodedServerKeepsItsTime() throws Exception {
    Server server =
        start(
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .handler(ECHO)
                .timeouts(Timeouts.defaults().withLinger(Duration.ofMillis(50))));
    List<Thread> floods = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ScriptedPeer peer = peer(server.address());
      floods.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (true) {
                    peer.send("more and more and more\n");
                  }
                } catch (IOException e) {
                  // The server is gone.
                }
              }));
    }
    boolean _ = server.shutdown(Wait.TIME);
    for (Thread flood : floods) {
      flood.join();
    }
    for (Event.SessionClosed end : events.await(Event.SessionClosed.class, _ -> true, 4)) {
      assertEquals(CloseReason.SHUTDOWN, end.reason());
    }
    assertEquals(0, server.openSessions());
  }

  @Test
  void aGraceWithoutEndIsOne() throws Exception {
    Server server = start(Server.builder().listen("tcp://127.0.0.1:0").handler(ECHO));
    assertTrue(server.shutdown(Duration.ofSeconds(Long.MAX_VALUE)));
    server.awaitClose();
  }
}
