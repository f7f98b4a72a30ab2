package dev.parley.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.Server;
import dev.parley.internal.net.EventLoop;
import dev.parley.limit.Timeouts;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Session;
import dev.parley.session.Transport;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.OpenedSessions;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The timers that applications set.
final class SessionTimerTest {
  private final ManualClock clock = new ManualClock(Long.MAX_VALUE - 1);
  private final EventRecorder events = new EventRecorder();
  private final OpenedSessions sessions = new OpenedSessions();
  private final List<String> ran = new CopyOnWriteArrayList<>();

  @AutoClose private final Opened opened = new Opened();

  private Session session(String listen) throws Exception {
    return sessionOf(serve(listen));
  }

  private Server serve(String listen) throws Exception {
    return opened.keep(
        Server.builder()
            .listen(listen)
            .loops(1)
            .clock(clock)
            .timeouts(Timeouts.defaults().withLinger(Duration.ZERO)) // the clock stands still
            .events(events)
            .handler((session, _) -> sessions.add(session))
            .start());
  }

  private Session sessionOf(Server server) throws Exception {
    if (server.address().transport() == Transport.UDP) {
      Client client = Client.connect(server.address(), ClientOptions.defaults());
      opened.add(client);
      client.send("");
    } else {
      ScriptedPeer peer = ScriptedPeer.connect(server.address());
      opened.add(peer);
      peer.send("\n");
    }
    return sessions.next();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1:0", "udp://127.0.0.1:0"})
  void aTimerRunsOnceItsDelayHasPassedAndNotBefore(String listen) throws Exception {
    Session session = session(listen);
    CompletableFuture<String> thread = new CompletableFuture<>();
    session.after(Duration.ofSeconds(10), () -> thread.complete(Thread.currentThread().getName()));
    OpenedSessions.awaitTurns(session);
    clock.advance(Duration.ofSeconds(10).minusNanos(1));
    OpenedSessions.awaitTurns(session);
    assertFalse(thread.isDone());

    clock.advance(Duration.ofNanos(1));
    assertTrue(thread.get(Wait.SECONDS, TimeUnit.SECONDS).startsWith("parley-loop-"));
  }

  @Test
  void timersRunInTheOrderOfTheirTimes() throws Exception {
    Session session = session("tcp://127.0.0.1:0");
    CompletableFuture<Boolean> last = new CompletableFuture<>();
    session.execute(() -> {
      session.after(Duration.ofSeconds(2), () -> ran.add("second"));
      session.after(Duration.ofSeconds(2), () -> ran.add("third"));
      session.after(Duration.ofSeconds(1), () -> ran.add("first"));
      session.after(Duration.ofSeconds(3), () -> last.complete(true));
    });
    OpenedSessions.awaitTurns(session);
    clock.advance(Duration.ofSeconds(3));
    last.get(Wait.SECONDS, TimeUnit.SECONDS);
    assertEquals(List.of("first", "second", "third"), ran);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0})
  void aDelayThatIsOverRunsSoonButNotInsideTheCall(long seconds) throws Exception {
    Session session = session("tcp://127.0.0.1:0");
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    session.execute(() -> {
      session.after(
          Duration.ofSeconds(seconds),
          () -> {
            ran.add("timer");
            over.complete(true);
          });
      ran.add("caller");
    });
    over.get(Wait.SECONDS, TimeUnit.SECONDS);
    assertEquals(List.of("caller", "timer"), ran);
  }

  @ParameterizedTest
  @ValueSource(longs = {31_536_000L, 31_536_001L, Long.MAX_VALUE})
  void aDelayOfMoreThanAYearCountsAsAYear(long seconds) throws Exception {
    Session session = session("tcp://127.0.0.1:0");
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    session.execute(() -> session.after(Duration.ofSeconds(seconds), () -> over.complete(true)));
    OpenedSessions.awaitTurns(session);
    clock.advance(Duration.ofDays(365).minusNanos(1));
    OpenedSessions.awaitTurns(session);
    assertFalse(over.isDone());
    clock.advance(Duration.ofNanos(1));
    over.get(Wait.SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void aCancelledTimerDoesNotRun() throws Exception {
    Session session = session("tcp://127.0.0.1:0");
    Session.Timer fromAfar = session.after(Duration.ofSeconds(1), () -> ran.add("from afar"));
    assertTrue(fromAfar.cancel());
    assertFalse(fromAfar.cancel());
    session.execute(() -> {
      Session.Timer here = session.after(Duration.ofSeconds(1), () -> ran.add("here"));
      assertTrue(here.cancel());
      assertFalse(here.cancel());
      Session.Timer[] second = new Session.Timer[1];
      session.after(Duration.ofSeconds(1), () -> second[0].cancel());
      second[0] = session.after(Duration.ofSeconds(1), () -> ran.add("second"));
    });
    OpenedSessions.awaitTurns(session);
    clock.advance(Duration.ofSeconds(1));
    OpenedSessions.awaitTurns(session);
    assertEquals(List.of(), ran);
  }

  @Test
  void aTimerThatHasRunCannotBeCancelled() throws Exception {
    Session session = session("tcp://127.0.0.1:0");
    Session.Timer timer = session.after(Duration.ZERO, () -> {});
    OpenedSessions.awaitTurns(session);
    assertFalse(timer.cancel());
  }

  @Test
  void aTimerThatSetsItselfAgainTicks() throws Exception {
    Session session = session("tcp://127.0.0.1:0");
    LinkedBlockingQueue<Long> ticks = new LinkedBlockingQueue<>();
    Runnable tick =
        new Runnable() {
          @Override
          public void run() {
            session.after(Duration.ofSeconds(1), this);
            ticks.add(clock.nanos());
          }
        };
    tick.run();
    for (int i = 0; i < 3; i++) {
      ticks.poll(Wait.SECONDS, TimeUnit.SECONDS);
      OpenedSessions.awaitTurns(session);
      clock.advance(Duration.ofSeconds(1));
      OpenedSessions.awaitTurns(session);
    }
    assertEquals(clock.nanos(), ticks.poll(Wait.SECONDS, TimeUnit.SECONDS));
  }

  @Test
  void anExceptionEndsTheSessionAlone() throws Exception {
    Session session = session("tcp://127.0.0.1:0");
    session.after(
        Duration.ZERO,
        () -> {
          throw new IllegalStateException("thrown by a test");
        });
    Event.HandlerFailed failed = events.await(Event.HandlerFailed.class);
    assertEquals("thrown by a test", failed.cause().getMessage());
    assertEquals(CloseReason.HANDLER_FAILED, events.await(Event.SessionClosed.class).reason());
    assertEquals(List.of(), events.all(Event.Defect.class));
  }

  @Test
  void theTimersOfASessionThatHasEndedAreDropped() throws Exception {
    Server server = serve("tcp://127.0.0.1:0");
    Session session = sessionOf(server);
    Session.Timer early = session.after(Duration.ofSeconds(1), () -> ran.add("early"));
    session.execute(() -> {
      session.after(Duration.ofSeconds(1), () -> ran.add("also early"));
      session.abort();
      session.after(Duration.ofSeconds(1), () -> ran.add("late"));
    });
    events.await(Event.SessionClosed.class);
    assertFalse(early.cancel());
    session.after(Duration.ofSeconds(1), () -> ran.add("after the end"));

    Session other = sessionOf(server); // on the same loop, and later
    clock.advance(Duration.ofSeconds(1));
    OpenedSessions.awaitTurns(other);
    assertEquals(List.of(), ran);
  }

  @Test
  void timersThatAreOverLeaveNothingBehind() throws Exception {
    Session session = session("tcp://127.0.0.1:0");
    EventLoop loop = ((SessionCore) session).loop;
    CompletableFuture<Integer> set = new CompletableFuture<>();
    CompletableFuture<Integer> cancelled = new CompletableFuture<>();
    CompletableFuture<Integer> ended = new CompletableFuture<>();
    session.execute(() -> {
      List<Session.Timer> timers = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        timers.add(session.after(Duration.ofDays(1), () -> {}));
      }
      set.complete(loop.timers());
      for (int i = 0; i < 1000; i += 2) {
        timers.get(i).cancel();
      }
      cancelled.complete(loop.timers());
      session.abort();
      ended.complete(loop.timers());
    });
    assertEquals(1000, set.get(Wait.SECONDS, TimeUnit.SECONDS));
    assertEquals(500, cancelled.get(Wait.SECONDS, TimeUnit.SECONDS));
    assertEquals(0, ended.get(Wait.SECONDS, TimeUnit.SECONDS));
  }
}
