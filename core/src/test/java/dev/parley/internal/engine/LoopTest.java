package dev.parley.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Server;
import dev.parley.session.Event;
import dev.parley.session.Loop;
import dev.parley.session.Session;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.OpenedSessions;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// The loop of a session, as programs use it.
final class LoopTest {
  private final ManualClock clock = new ManualClock(Long.MAX_VALUE - 1);
  private final EventRecorder events = new EventRecorder();
  private final OpenedSessions sessions = new OpenedSessions();
  private final List<String> ran = new CopyOnWriteArrayList<>();

  @AutoClose private final Opened opened = new Opened();

  private Server serve(int loops) throws Exception {
    return opened.keep(
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .loops(loops)
            .clock(clock)
            .events(events)
            .handler((session, _) -> sessions.add(session))
            .start());
  }

  private Session sessionOf(Server server) throws Exception {
    ScriptedPeer peer = ScriptedPeer.connect(server.address());
    opened.add(peer);
    peer.send("\n");
    return sessions.next();
  }

  /// Waits until the loop has run what it was given before.
  private static void awaitTurn(Loop loop) throws Exception {
    CompletableFuture<Boolean> turn = new CompletableFuture<>();
    loop.execute(() -> turn.complete(true));
    assertTrue(turn.get(Wait.SECONDS, TimeUnit.SECONDS));
  }

  @Test
  void sessionsOfOneLoopHaveTheSameAndOthersAnother() throws Exception {
    Server server = serve(2);
    Session first = sessionOf(server);
    Session second = sessionOf(server);
    Session third = sessionOf(server);
    assertEquals(first.loop(), third.loop());
    assertNotEquals(first.loop(), second.loop());
    assertEquals(first.loop(), first.loop());
  }

  @Test
  void itIsCurrentInItsTasksAndNowhereElse() throws Exception {
    Server server = serve(2);
    Loop loop = sessionOf(server).loop();
    Loop other = sessionOf(server).loop();
    assertFalse(loop.isCurrent());
    CompletableFuture<String> told = new CompletableFuture<>();
    loop.execute(() -> told.complete(loop.isCurrent() + " " + other.isCurrent()));
    assertEquals("true false", told.get(Wait.SECONDS, TimeUnit.SECONDS));
  }

  @Test
  void tasksRunInTheOrderInWhichAThreadHasGivenThem() throws Exception {
    Loop loop = sessionOf(serve(1)).loop();
    for (int i = 0; i < 100; i++) {
      String name = String.valueOf(i);
      loop.execute(() -> ran.add(name));
    }
    awaitTurn(loop);
    assertEquals(100, ran.size());
    assertEquals("0", ran.getFirst());
    assertEquals("99", ran.getLast());
  }

  @Test
  void aTaskIsDelayedAndRunsAlthoughItsSessionHasEnded() throws Exception {
    Server server = serve(1);
    Session session = sessionOf(server);
    Session other = sessionOf(server);
    Loop loop = session.loop();
    var _ = loop.after(Duration.ofSeconds(10), () -> ran.add("late"));
    session.abort();
    var _ = events.await(Event.SessionClosed.class);
    clock.advance(Duration.ofSeconds(10).minusNanos(1));
    OpenedSessions.awaitTurns(other);
    assertEquals(List.of(), ran);
    clock.advance(Duration.ofNanos(1));
    OpenedSessions.awaitTurns(other);
    assertEquals(List.of("late"), ran);
  }

  @Test
  void aTaskThatIsCancelledInTimeDoesNotRun() throws Exception {
    Session session = sessionOf(serve(1));
    Loop loop = session.loop();
    Session.Timer late = loop.after(Duration.ofSeconds(10), () -> ran.add("late"));
    Session.Timer early = loop.after(Duration.ZERO, () -> ran.add("early"));
    OpenedSessions.awaitTurns(session);
    assertTrue(late.cancel());
    assertFalse(late.cancel());
    assertFalse(early.cancel());
    clock.advance(Duration.ofSeconds(11));
    OpenedSessions.awaitTurns(session);
    assertEquals(List.of("early"), ran);
  }

  @Test
  void aTaskThatThrowsIsADefectAndEndsNoSession() throws Exception {
    Session session = sessionOf(serve(1));
    session
        .loop()
        .execute(() -> {
          throw new IllegalStateException("你好");
        });
    assertEquals("你好", events.await(Event.Defect.class).cause().getMessage());
    assertTrue(session.isOpen());
  }

  @Test
  void aTaskIsDroppedOnceTheLoopHasEnded() throws Exception {
    Server server = serve(1);
    Loop loop = sessionOf(server).loop();
    server.close();
    loop.execute(() -> ran.add("never"));
    var _ = loop.after(Duration.ZERO, () -> ran.add("never"));
    assertEquals(List.of(), ran);
  }
}
