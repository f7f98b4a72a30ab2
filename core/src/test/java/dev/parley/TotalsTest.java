package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hmac.Hmac;
import dev.parley.hmac.HmacAlgorithm;
import dev.parley.hmac.Secret;
import dev.parley.secure.Security;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Session;
import dev.parley.session.SessionTotals;
import dev.parley.session.Traffic;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.OpenedSessions;
import dev.parley.testing.OwnProcess;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a server and a connector say of all their sessions.
final class TotalsTest {
  private final ManualClock clock = new ManualClock();
  private final EventRecorder events = new EventRecorder();
  private final OpenedSessions sessions = new OpenedSessions();

  @AutoClose private final Opened opened = new Opened();

  private Server serve(String listen, Security security) throws Exception {
    Server server =
        Server.builder()
            .listen(listen)
            .loops(2)
            .security(security)
            .clock(clock)
            .events(events)
            .handler((session, message) -> {
              session.send(message);
              sessions.add(session);
            })
            .start();
    opened.add(server);
    return server;
  }

  private ScriptedPeer peer(Server server) throws Exception {
    return opened.keep(ScriptedPeer.connect(server.address()));
  }

  private Session session() throws Exception {
    return sessions.next();
  }

  @Test
  void aNewServerHasNothing() throws Exception {
    Server server = serve("tcp://127.0.0.1:0", Security.none());
    assertEquals(new SessionTotals(new Traffic(0, 0, 0, 0), 0, 0, 0, Map.of(), 0), server.totals());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1:0", "udp://127.0.0.1:0"})
  void theTrafficOfSessionsThatHaveEndedStays(String listen) throws Exception {
    Server server = serve(listen, Security.none());
    int framing = listen.startsWith("tcp") ? 1 : 0;
    for (int i = 0; i < 3; i++) {
      try (Client client = Client.connect(server.address(), ClientOptions.defaults())) {
        client.send("hello");
        assertTrue(client.receive(Wait.TIME) != null);
        session().abort();
        List<Event.SessionClosed> _ =
            events.await(Event.SessionClosed.class, _ -> true, i + 1); // before the client closes
      }
    }
    try (Client client = Client.connect(server.address(), ClientOptions.defaults())) {
      client.send("hi");
      assertTrue(client.receive(Wait.TIME) != null);
      long bytes = 3L * (5 + framing) + 2 + framing;
      SessionTotals expected =
          new SessionTotals(
              new Traffic(4, bytes, 4, bytes), 0, 1, 0, Map.of(CloseReason.CLOSED, 3L), 0);
      // The counters of an open session may lag by a batch.
      boolean _ = OwnProcess.comesTrue(() -> server.totals().equals(expected));
      assertEquals(expected, server.totals());
    }
  }

  @Test
  void aSessionIsCountedInItsState() throws Exception {
    Server server =
        serve("tcp://127.0.0.1:0", Hmac.with(HmacAlgorithm.SHA256, Secret.ofText("secret")));
    ScriptedPeer silent = peer(server);
    byte[] _ = silent.read(1);
    assertEquals(1, server.totals().loggingIn());
    assertEquals(0, server.totals().open());

    silent.send("x".repeat(100)).endOutput();
    Event.SessionClosed closed = events.await(Event.SessionClosed.class);
    SessionTotals after = server.totals();
    assertEquals(0, after.loggingIn());
    assertEquals(1, after.ended(closed.reason()));
    assertEquals(0, after.ended(CloseReason.PEER_CLOSED));
  }

  @Test
  void aSessionThatLingersIsClosing() throws Exception {
    Server server = serve("tcp://127.0.0.1:0", Security.none());
    ScriptedPeer peer = peer(server);
    peer.send("hello\n");
    session().close();
    assertEquals("hello\n", peer.readAllText());
    SessionTotals closing = server.totals();
    assertEquals(0, closing.open());
    assertEquals(1, closing.closing());

    peer.close();
    events.await(Event.SessionClosed.class);
    SessionTotals closed = server.totals();
    assertEquals(0, closed.closing());
    assertEquals(Map.of(CloseReason.CLOSED, 1L), closed.ended());
  }

  @Test
  void theTotalsStayWhenTheServerHasClosed() throws Exception {
    Server server = serve("tcp://127.0.0.1:0", Security.none());
    ScriptedPeer peer = peer(server);
    peer.send("hello\n");
    assertEquals("hello\n", peer.readText(6));
    server.close();
    assertEquals(
        new SessionTotals(new Traffic(1, 6, 1, 6), 0, 0, 0, Map.of(CloseReason.SHUTDOWN, 1L), 0),
        server.totals());
  }

  @Test
  void aConnectorHasTotalsToo() throws Exception {
    Server server = serve("tcp://127.0.0.1:0", Security.none());
    LinkedBlockingQueue<Session> answered = new LinkedBlockingQueue<>();
    try (Connector connector =
        Connector.open(1, ClientOptions.defaults(), (session, _) -> answered.add(session))) {
      connector.connect(server.address()).send("hello");
      assertTrue(answered.poll(Wait.SECONDS, TimeUnit.SECONDS) != null);
      assertTrue(
          OwnProcess.comesTrue(() -> connector.totals().traffic().equals(new Traffic(1, 6, 1, 6))));
      assertEquals(1, connector.totals().open());
    }
  }
}
