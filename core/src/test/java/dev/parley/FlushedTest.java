package dev.parley;

import static dev.parley.testing.OpenedSessions.awaitTurns;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.internal.simulation.Conditions;
import dev.parley.internal.simulation.SimulatedHost;
import dev.parley.internal.simulation.SimulatedPeer;
import dev.parley.limit.Limits;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.session.SocketOptions;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.Opened;
import dev.parley.testing.OpenedSessions;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a session says of its output and of its end.
final class FlushedTest {
  /// More than the kernels hold for a peer that does not read.
  private static final int MUCH = 1 << 20;

  private final EventRecorder events = new EventRecorder();
  private final OpenedSessions sessions = new OpenedSessions();
  private final List<String> told = new CopyOnWriteArrayList<>();

  @AutoClose private final Opened opened = new Opened();

  private final Handler handler =
      new Handler() {
        @Override
        public void opened(Session session) {
          sessions.add(session);
        }

        @Override
        public void received(Session session, Message message) {
          if (message.text().equals("fail")) {
            throw new IllegalStateException("thrown by a test");
          }
          session.send(message);
          session.flushed(isTaken -> {
            told.add("taken " + isTaken);
            session.send("taken");
          });
          told.add("sent");
        }

        @Override
        public void closed(Session session, CloseReason reason) {
          told.add("closed");
        }
      };

  private Server serve(String listen, String framing, Security security) throws Exception {
    return opened.keep(
        Server.builder()
            .listen(listen)
            .framing(Framing.parse(framing))
            .security(security)
            .limits(Limits.defaults().withMaxOutboxBytes(2 * MUCH))
            .sockets(SocketOptions.defaults().withSendBuffer(1 << 13))
            .handler(handler)
            .events(events)
            .start());
  }

  private ScriptedPeer peer(Server server) throws Exception {
    return opened.keep(ScriptedPeer.connectNarrow(server.address()));
  }

  private static boolean get(CompletableFuture<Boolean> taken) throws Exception {
    return taken.get(Wait.SECONDS, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @CsvSource({
    "tcp://127.0.0.1:0,line,false",
    "tcp://127.0.0.1:0,ready,false",
    "tcp://127.0.0.1:0,length:4be,true",
    "udp://127.0.0.1:0,line,false",
    "udp://127.0.0.1:0,line,true"
  })
  void aFlushIsToldAfterTheCallbackThatAskedForIt(String listen, String framing, boolean isSealed)
      throws Exception {
    NamedKey key = NamedKey.generate("k", Entropy.secure());
    Security security = isSealed ? Sealed.with(key) : Security.none();
    Server server = serve(listen, framing, security);
    try (Client client =
        Client.connect(
            server.address(),
            ClientOptions.defaults().withFraming(Framing.parse(framing)).withSecurity(security))) {
      client.send("hello");
      assertEquals(Message.of("hello"), client.receive(Wait.TIME));
      assertEquals(Message.of("taken"), client.receive(Wait.TIME));
      assertEquals(List.of("sent", "taken true"), told);
    }
  }

  @Test
  void aFlushFromAnotherThreadComesAfterWhatThatThreadHasSent() throws Exception {
    Server server = serve("tcp://127.0.0.1:0", "line", Security.none());
    ScriptedPeer peer = peer(server);
    Session session = sessions.next();
    CompletableFuture<Boolean> taken = new CompletableFuture<>();
    session.send("hello");
    session.flushed(taken::complete);
    assertTrue(get(taken));
    assertEquals("hello\n", peer.readText(6));
    assertEquals(0, session.waiting());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whileThePeerDoesNotReadNothingIsTold(boolean isOnLoop) throws Exception {
    Server server = serve("tcp://127.0.0.1:0", "length:4be", Security.none());
    ScriptedPeer peer = peer(server);
    Session session = sessions.next();
    CompletableFuture<Boolean> before = new CompletableFuture<>();
    CompletableFuture<Boolean> taken = new CompletableFuture<>();
    Runnable sending =
        () -> {
          session.flushed(before::complete);
          session.send(new byte[MUCH]);
          session.flushed(taken::complete);
        };
    if (isOnLoop) {
      session.execute(sending);
    } else {
      sending.run();
    }
    assertTrue(get(before));
    awaitTurns(session);
    assertFalse(taken.isDone());
    assertTrue(session.waiting() > 0 && session.waiting() <= MUCH + 4, "" + session.waiting());

    byte[] _ = peer.read(MUCH + 4);
    assertTrue(get(taken));
    awaitTurns(session);
    assertEquals(0, session.waiting());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSessionThatEndsSaysThatTheRestIsNotTaken(boolean isPeer) throws Exception {
    Server server = serve("tcp://127.0.0.1:0", "length:4be", Security.none());
    ScriptedPeer peer = peer(server);
    Session session = sessions.next();
    session.execute(() -> {
      session.send("x");
      session.flushed(isTaken -> told.add("first " + isTaken));
    });
    awaitTurns(session);
    session.execute(() -> {
      session.send(new byte[MUCH]);
      session.flushed(isTaken -> told.add("second " + isTaken));
    });
    awaitTurns(session);
    if (isPeer) {
      peer.reset();
    } else {
      session.abort();
    }
    events.await(Event.SessionClosed.class);
    assertEquals(List.of("first true", "second false", "closed"), told);
    assertEquals(0, session.waiting());
  }

  @Test
  void whatAGracefulCloseDeliversIsTaken() throws Exception {
    Server server = serve("tcp://127.0.0.1:0", "length:4be", Security.none());
    ScriptedPeer peer = peer(server);
    Session session = sessions.next();
    session.execute(() -> {
      session.send(new byte[MUCH]);
      session.flushed(isTaken -> told.add("taken " + isTaken));
      session.close();
    });
    byte[] _ = peer.read(MUCH + 4);
    peer.close();
    events.await(Event.SessionClosed.class);
    assertEquals(List.of("taken true", "closed"), told);
  }

  @Test
  void aFlushAfterTheEndIsToldAsNotTaken() throws Exception {
    Server server = serve("tcp://127.0.0.1:0", "line", Security.none());
    ScriptedPeer _ = peer(server);
    Session session = sessions.next();
    session.abort();
    events.await(Event.SessionClosed.class);
    CompletableFuture<Boolean> taken = new CompletableFuture<>();
    session.flushed(taken::complete);
    assertFalse(get(taken));

    server.close();
    CompletableFuture<Boolean> late = new CompletableFuture<>();
    session.flushed(late::complete);
    assertFalse(late.getNow(true));
  }

  @Test
  void anExceptionOfTheCallbackEndsTheSessionAlone() throws Exception {
    Server server = serve("tcp://127.0.0.1:0", "line", Security.none());
    ScriptedPeer peer = peer(server);
    sessions
        .next()
        .flushed(_ -> {
          throw new IllegalStateException("thrown by a test");
        });
    assertEquals("", peer.readAllText());
    peer.close();
    assertEquals(CloseReason.HANDLER_FAILED, events.await(Event.SessionClosed.class).reason());
    assertEquals(List.of(), events.all(Event.Defect.class));
  }

  @Test
  void theReasonIsKnownFromTheEndOn() throws Exception {
    Server server = serve("tcp://127.0.0.1:0", "line", Security.none());
    ScriptedPeer peer = peer(server);
    Session session = sessions.next();
    assertNull(session.reason());
    assertNull(session.problem());
    peer.send("fail\n");
    events.await(Event.HandlerFailed.class);
    awaitTask(session);
    assertEquals(CloseReason.HANDLER_FAILED, session.reason());
    assertEquals(
        "the handler threw java.lang.IllegalStateException", String.valueOf(session.problem()));

    ScriptedPeer _ = peer(server);
    Session other = sessions.next();
    CompletableFuture<CloseReason> reason = new CompletableFuture<>();
    other.execute(() -> {
      other.close();
      reason.complete(other.reason());
    });
    assertEquals(CloseReason.CLOSED, reason.get(Wait.SECONDS, TimeUnit.SECONDS));
    assertNull(other.problem());
  }

  /// Waits until a task has run, also of a session that has ended.
  private static void awaitTask(Session session) throws Exception {
    CompletableFuture<Boolean> turn = new CompletableFuture<>();
    session.execute(() -> turn.complete(true));
    turn.get(Wait.SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void aLoopSleepsWhileASessionThatHasLostItsOutputIsPaused() throws Exception {
    try (SimulatedHost host = new SimulatedHost(1, Conditions.perfect(100))) {
      host.call(() -> {
        Server server =
            Server.builder()
                .listen("memory:server")
                .handler((session, message) -> {
                  session.pauseReading();
                  session.send("x".repeat(1_000));
                  session.flushed(isTaken -> told.add("taken " + isTaken));
                  var _ = session.after(Duration.ofSeconds(5), session::resumeReading);
                })
                .start();
        SimulatedPeer peer = host.connect("server");
        peer.read(false);
        peer.send("first\nsecond\n".getBytes(StandardCharsets.UTF_8));
        boolean _ = host.runUntil(() -> false, TimeUnit.SECONDS.toNanos(1));
        peer.reset();
        boolean _ = host.runUntil(() -> false, TimeUnit.SECONDS.toNanos(3));
        assertEquals(List.of(), told);
        assertEquals(1, server.openSessions());
        boolean _ = host.runUntil(() -> false, TimeUnit.SECONDS.toNanos(3));
        assertEquals(List.of("taken false", "taken false"), told);
        assertEquals(0, server.openSessions());
        return null;
      });
    }
  }
}
