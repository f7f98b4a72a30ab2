package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.Limits;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.CountingClock;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Handlers and event consumers that misbehave harm at most their own session.
class HostileHandlerTest {
  private static final Handler ECHO = (session, message) -> session.send(message);

  private final EventRecorder events = new EventRecorder();
  @AutoClose private final Opened opened = new Opened();

  private Server.Builder server(Handler handler) {
    return Server.builder().listen("tcp://127.0.0.1:0").handler(handler).events(events).loops(1);
  }

  private Server start(Server.Builder builder) throws IOException {
    return opened.keep(builder.start());
  }

  private ScriptedPeer peer(Server server) throws IOException {
    return opened.keep(ScriptedPeer.connect(server.address()));
  }

  private static void assertServes(Server server) throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      peer.send("still there?\n");
      assertEquals("still there?\n", peer.readText(13));
    }
  }

  /// Throws in the callback named by `where`, for the sessions that ask for it.
  private static final class Thrower implements Handler {
    final String where;
    final Throwable what;
    final AtomicInteger closed = new AtomicInteger();

    Thrower(String where, Throwable what) {
      this.where = where;
      this.what = what;
    }

    private void at(String place) throws Exception {
      if (where.equals(place)) {
        switch (what) {
          case Exception e -> throw e;
          case Error e -> throw e;
          default -> throw new AssertionError(what);
        }
      }
    }

    @Override
    public void opened(Session session) throws Exception {
      if (session.id() > 1) {
        at("opened");
      }
    }

    @Override
    public void received(Session session, Message message) throws Exception {
      session.send(message);
      if (message.text().equals("throw")) {
        at("received");
      }
    }

    @Override
    public void ended(Session session) throws Exception {
      at("ended");
      session.close();
    }

    @Override
    public void closed(Session session, CloseReason reason) throws Exception {
      closed.incrementAndGet();
      at("closed");
    }
  }

  private static Throwable thrown(String kind) {
    return switch (kind) {
      case "runtime" -> new IllegalStateException("thrown by hand");
      case "checked" -> new IOException("thrown by hand");
      case "stack" -> new StackOverflowError("thrown by hand");
      case "linkage" -> new NoClassDefFoundError("thrown by hand");
      case "memory" -> new OutOfMemoryError("thrown by hand");
      default -> throw new AssertionError(kind);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"runtime", "checked", "stack", "linkage", "memory"})
  void whateverAHandlerThrowsWhereverEndsThatSessionOnly(String kind) throws Exception {
    for (String where : List.of("opened", "received", "ended", "closed")) {
      EventRecorder seen = new EventRecorder();
      Thrower handler = new Thrower(where, thrown(kind));
      Server server = start(server(handler).events(seen));
      ScriptedPeer bystander = peer(server);
      bystander.send("a\n");
      assertEquals("a\n", bystander.readText(2));
      ScriptedPeer victim = peer(server);
      victim.send("throw\n").endOutput();
      String answer = victim.readAllText();
      assertEquals(where.equals("opened") ? "" : "throw\n", answer, where);
      Event.SessionClosed end = seen.await(Event.SessionClosed.class);
      assertEquals(
          where.equals("closed") ? CloseReason.PEER_CLOSED : CloseReason.HANDLER_FAILED,
          end.reason(),
          where);
      assertEquals(2, end.session());
      assertEquals(
          handler.what, seen.await(Event.HandlerFailed.class, e -> e.session() == 2).cause());
      assertEquals(1, handler.closed.get());
      bystander.send("b\n");
      assertEquals("b\n", bystander.readText(2));
      server.close();
      assertEquals(2, handler.closed.get());
      assertEquals(2, seen.all(Event.SessionClosed.class).size());
    }
  }

  private static NoClassDefFoundError lostToAFullHeap() {
    NoClassDefFoundError lost = new NoClassDefFoundError("Could not initialize class some.Name");
    lost.initCause(
        new ExceptionInInitializerError(
            "Exception java.lang.OutOfMemoryError: Java heap space [in thread \"x\"]"));
    return lost;
  }

  /// Wherever the class was first needed: the JVM does not load it again.
  @Test
  void aClassThatAHandlerLostToAFullMemoryIsNotSurvived() throws Exception {
    for (String where : List.of("opened", "received", "ended", "closed")) {
      EventRecorder seen = new EventRecorder();
      CountDownLatch lost = new CountDownLatch(1);
      Server server =
          start(
              server(new Thrower(where, lostToAFullHeap()))
                  .events(seen)
                  .outOfMemory(lost::countDown));
      ScriptedPeer _ = peer(server);
      ScriptedPeer victim = peer(server);
      victim.send("throw\n").endOutput();
      assertTrue(lost.await(Wait.SECONDS, TimeUnit.SECONDS), where);
      assertEquals(2, seen.await(Event.HandlerFailed.class).session(), where);
      assertEquals(List.of(), seen.all(Event.Defect.class), "it is told once");
    }
  }

  @Test
  void aClassThatABodyLostToAFullMemoryIsNotSurvived() throws Exception {
    CountDownLatch lost = new CountDownLatch(1);
    Handler body =
        Conversations.handler(_ -> {
          throw lostToAFullHeap();
        });
    ScriptedPeer _ = peer(start(server(body).outOfMemory(lost::countDown)));
    assertTrue(lost.await(Wait.SECONDS, TimeUnit.SECONDS));
  }

  @Test
  void aClassThatAWatcherLostToAFullMemoryIsNotSurvived() throws Exception {
    CountDownLatch lost = new CountDownLatch(1);
    Server server =
        start(
            server(ECHO)
                .events(event -> {
                  if (event instanceof Event.SessionOpened) {
                    throw lostToAFullHeap();
                  }
                })
                .outOfMemory(lost::countDown));
    ScriptedPeer _ = peer(server);
    assertTrue(lost.await(Wait.SECONDS, TimeUnit.SECONDS));
  }

  @Test
  void aWatcherThatThrowsErrorsChangesNothing() throws Exception {
    Server server =
        start(
            server(ECHO)
                .limits(Limits.defaults().withMaxSessions(1))
                .events(event -> {
                  events.accept(event);
                  throw new AssertionError("a watcher that throws at everything: " + event);
                }));
    for (int i = 1; i <= 5; i++) {
      int session = i;
      assertServes(server);
      events.await(Event.SessionClosed.class, e -> e.session() == session);
    }
    try (ScriptedPeer one = ScriptedPeer.connect(server.address())) {
      one.send("x\n");
      assertEquals("x\n", one.readText(2));
      try (ScriptedPeer two = ScriptedPeer.connect(server.address())) {
        assertEquals(0, two.readAll().length);
      }
    }
    events.await(Event.SessionClosed.class, _ -> true, 6);
    assertServes(server);
  }

  @Test
  void aHandlerOrWatcherThatInterruptsItsThreadNeitherSpinsALoopNorEndsAListener()
      throws Exception {
    CountingClock clock = new CountingClock();
    Handler interrupting =
        (session, message) -> {
          session.send(message);
          Thread.currentThread().interrupt();
        };
    Server server =
        start(
            server(interrupting)
                .limits(Limits.defaults().withMaxSessions(2))
                .clock(clock)
                .events(event -> {
                  events.accept(event);
                  if (Thread.currentThread().getName().startsWith("parley-")) {
                    Thread.currentThread().interrupt();
                  }
                }));
    ScriptedPeer stays = peer(server);
    for (int i = 0; i < 3; i++) {
      stays.send("x\n");
      assertEquals("x\n", stays.readText(2));
    }
    ScriptedPeer second = peer(server);
    second.send("y\n");
    assertEquals("y\n", second.readText(2));
    try (ScriptedPeer refused = ScriptedPeer.connect(server.address())) {
      assertEquals(0, refused.readAll().length); // its event interrupts the acceptor
    }
    second.close();
    events.await(Event.SessionClosed.class);
    assertServes(server);
    clock.assertLoopsRest();
    assertEquals(List.of(), events.all(Event.AcceptFailed.class));
  }

  @Test
  void noCallbackOfASessionBeginsInsideAnotherOne() throws Exception {
    Map<Long, String> within = new HashMap<>();
    List<String> nested = new ArrayList<>();
    Handler reentrant =
        new Handler() {
          private void in(Session session, String what, Runnable work) {
            String outer = within.put(session.id(), what);
            if (outer != null) {
              nested.add(what + " inside " + outer);
            }
            try {
              work.run();
            } finally {
              if (outer == null) {
                within.remove(session.id());
              } else {
                within.put(session.id(), outer);
              }
            }
          }

          @Override
          public void opened(Session session) {
            in(
                session,
                "opened",
                () -> {
                  session.pauseReading();
                  session.resumeReading();
                });
          }

          @Override
          public void received(Session session, Message message) {
            in(
                session,
                "received",
                () -> {
                  switch (message.text()) {
                    case "abort" -> session.abort();
                    case "pause" -> {
                      session.pauseReading();
                      session.execute(() -> in(session, "execute", session::resumeReading));
                    }
                    case "flood" -> {
                      while (session.isOpen()) {
                        session.send(new byte[50_000]);
                      }
                    }
                    default -> session.send(message);
                  }
                });
          }

          @Override
          public void ended(Session session) {
            in(session, "ended", session::abort);
          }

          @Override
          public void closed(Session session, CloseReason reason) {
            in(session, "closed", () -> session.send("too late"));
          }
        };
    Server server = start(server(reentrant).listen("udp://127.0.0.1:0").framing(Framing.line()));
    int sessions = 0;
    for (String word : List.of("abort", "pause", "flood", "end")) {
      ScriptedPeer peer = peer(server);
      peer.send(word + "\nafter\n").endOutput();
      sessions++;
      events.await(Event.SessionClosed.class, _ -> true, sessions);
    }
    try (Client client =
        Client.connect(
            "udp://127.0.0.1:" + server.addresses().get(1).port(), ClientOptions.defaults())) {
      client.send("abort");
      events.await(Event.SessionClosed.class, _ -> true, sessions + 1);
    }
    server.close();
    assertEquals(List.of(), nested);
  }

  @Test
  void aFanOutThatClosesASlowMemberDoesNotBreakTheSender() throws Exception {
    Set<Session> members = new LinkedHashSet<>();
    Handler room =
        new Handler() {
          @Override
          public void opened(Session session) {
            members.add(session);
          }

          @Override
          public void received(Session session, Message message) {
            for (Session member : members) {
              member.send(message);
            }
          }

          @Override
          public void closed(Session session, CloseReason reason) {
            members.remove(session);
          }
        };
    Server server =
        start(
            server(room)
                .framing(Framing.length())
                .limits(Limits.defaults().withMaxOutboxBytes(100_000)));
    ScriptedPeer slow = ScriptedPeer.connectNarrow(server.address());
    opened.add(slow);
    events.await(Event.SessionOpened.class);
    ScriptedPeer talker = peer(server);
    ScriptedPeer third = peer(server);
    events.await(Event.SessionOpened.class, _ -> true, 3);
    byte[] frame = new byte[4 + 60_000];
    frame[2] = (byte) (60_000 >> 8);
    frame[3] = (byte) 60_000;
    while (events.all(Event.SessionClosed.class).isEmpty()) {
      talker.send(frame);
      talker.read(frame.length);
      third.read(frame.length);
    }
    Event.SessionClosed end = events.await(Event.SessionClosed.class);
    assertEquals(1, end.session());
    assertEquals(CloseReason.OUTBOX_FULL, end.reason());
    talker.send(frame);
    talker.read(frame.length);
    third.read(frame.length);
    assertEquals(List.of(), events.all(Event.HandlerFailed.class));
  }

  @Test
  void aSendThatThrowsLeavesNothingOfItOnTheWire() throws Exception {
    AtomicReference<Message> expired = new AtomicReference<>();
    Handler careless =
        (session, message) -> {
          try {
            session.send(new byte[10], 5, 100);
          } catch (IndexOutOfBoundsException e) {
            session.send("range");
          }
          try {
            session.send(new byte[10], -1, 5);
          } catch (IndexOutOfBoundsException e) {
            session.send("negative");
          }
          Message old = expired.getAndSet(message);
          if (old != null) {
            try {
              session.send(old);
            } catch (IllegalStateException e) {
              session.send("expired");
            }
          }
        };
    Server server = start(server(careless).framing(Framing.netstring()));
    ScriptedPeer peer = peer(server);
    peer.send("1:a,");
    assertEquals("5:range,8:negative,", peer.readText(19));
    peer.send("1:b,").endOutput(); // another read, and so another view
    assertEquals("5:range,8:negative,7:expired,", peer.readAllText());
  }

  @Test
  void aTaskThatThrowsEndsItsSessionOnly() throws Exception {
    Handler tasks =
        (session, message) -> {
          session.send(message);
          if (message.text().equals("task")) {
            session.execute(() -> {
              throw new IllegalStateException("thrown by a task");
            });
          }
        };
    Server server = start(server(tasks));
    ScriptedPeer bystander = peer(server);
    bystander.send("a\n");
    assertEquals("a\n", bystander.readText(2));
    ScriptedPeer peer = peer(server);
    peer.send("task\n");
    assertEquals("task\n", peer.readAllText());
    peer.close();
    assertEquals(CloseReason.HANDLER_FAILED, events.await(Event.SessionClosed.class).reason());
    assertInstanceOf(IllegalStateException.class, events.await(Event.HandlerFailed.class).cause());
    assertEquals(List.of(), events.all(Event.Defect.class));
    bystander.send("b\n");
    assertEquals("b\n", bystander.readText(2));
  }

  @Test
  void closingAServerUnderAStormOfTasksTellsEverySession() throws Exception {
    CountDownLatch stormy = new CountDownLatch(1);
    AtomicReference<Session> session = new AtomicReference<>();
    Handler handler =
        (own, message) -> {
          session.set(own);
          stormy.countDown();
          own.send(message);
        };
    Server server = start(server(handler));
    ScriptedPeer peer = peer(server);
    peer.send("x\n");
    stormy.await();
    CountDownLatch hold = new CountDownLatch(1);
    session
        .get()
        .execute(() -> {
          try {
            hold.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    AtomicInteger ran = new AtomicInteger();
    for (int i = 0; i < 50_000; i++) {
      session.get().execute(ran::incrementAndGet);
    }
    Thread close = Thread.ofPlatform().start(server::close);
    hold.countDown();
    close.join();
    assertEquals(CloseReason.SHUTDOWN, events.await(Event.SessionClosed.class).reason());
    assertEquals(50_000, ran.get());
    assertEquals(0, server.openSessions());
  }

  @Test
  void newcomersWaitWhileTheOnlyLoopIsStuckAndAreServedInTheirOrderAfterwards() throws Exception {
    CountDownLatch isStuck = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    opened.add(goOn::countDown);
    Server server =
        start(
            server((session, message) -> {
              if (message.text().equals("stick")) {
                isStuck.countDown();
                goOn.await();
              }
              session.send(session.id() + " " + message.text());
            }));
    ScriptedPeer first = peer(server);
    first.send("stick\n");
    isStuck.await();
    ScriptedPeer second = peer(server);
    second.send("你好\n").endOutput();
    ScriptedPeer third = peer(server);
    assertEquals(1, server.openSessions());
    goOn.countDown();
    assertEquals("1 stick\n", first.readText(8));
    assertEquals("2 你好\n", second.readAllText());
    third.send("x\n");
    assertEquals("3 x\n", third.readText(4));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aServerClosedByItsOwnHandlerIsGone(int loops) throws Exception {
    AtomicReference<Server> own = new AtomicReference<>();
    Handler closing = (session, _) -> own.get().close();
    Server server = start(server(closing).loops(loops));
    own.set(server);
    ScriptedPeer bystander = peer(server);
    ScriptedPeer peer = peer(server);
    peer.send("close\n");
    server.awaitClose();
    List<Event.SessionClosed> ends = events.await(Event.SessionClosed.class, _ -> true, 2);
    for (Event.SessionClosed end : ends) {
      assertEquals(CloseReason.SHUTDOWN, end.reason());
    }
    bystander.close();
  }

  @Test
  void endlessLoopsInConversationsStopNeitherAcceptNorLoopsNorDeadlines() throws Exception {
    CountDownLatch stop = new CountDownLatch(1);
    opened.add(stop::countDown);
    int loops = Runtime.getRuntime().availableProcessors() * 2 + 2;
    CountDownLatch looping = new CountDownLatch(Runtime.getRuntime().availableProcessors());
    Handler conversation =
        Conversations.handler(talk -> {
          looping.countDown();
          while (stop.getCount() > 0) {
            Thread.onSpinWait();
          }
        });
    Handler mixed =
        new Handler() {
          @Override
          public void opened(Session session) throws Exception {
            conversation.opened(session);
          }

          @Override
          public void received(Session session, Message message) {
            session.send(message);
          }

          @Override
          public void closed(Session session, CloseReason reason) throws Exception {
            conversation.closed(session, reason);
          }
        };
    ManualClock clock = new ManualClock();
    Duration limit = Duration.ofSeconds(5);
    Server server =
        start(
            server(mixed)
                .timeouts(dev.parley.limit.Timeouts.defaults().withFrame(limit))
                .clock(clock));
    for (int i = 0; i < loops; i++) {
      peer(server);
    }
    looping.await();
    assertServes(server);
    clock.advance(ManualClock.NEARLY_A_SWEEP);
    ScriptedPeer late = peer(server);
    late.send("whole\nhalf");
    assertEquals("whole\n", late.readText(6));
    clock.advance(limit);
    assertEquals(0, late.readAll().length);
    late.close();
    events.await(Event.SessionClosed.class, end -> end.reason() == CloseReason.FRAME_TIMEOUT);
  }

  /// The first one asked to finish aborts all the others.
  @Test
  void whoHasBeenToldOfItsEndIsNotAskedToFinish() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    List<Session> sessions = new CopyOnWriteArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void opened(Session session) {
            sessions.add(session);
          }

          @Override
          public void received(Session session, Message message) {}

          @Override
          public void draining(Session session) {
            told.add("draining");
            sessions.forEach(Session::abort);
          }

          @Override
          public void closed(Session session, CloseReason reason) {
            told.add("closed");
          }
        };
    Server server = start(server(handler));
    ScriptedPeer _ = peer(server);
    ScriptedPeer _ = peer(server);
    events.await(Event.SessionOpened.class, _ -> true, 2);
    assertTrue(server.shutdown(Wait.TIME));
    assertEquals(List.of("draining", "closed", "closed"), told);
  }
}
