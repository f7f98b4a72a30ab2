package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.hmac.Hmac;
import dev.parley.hmac.HmacAlgorithm;
import dev.parley.hmac.Secret;
import dev.parley.limit.Limits;
import dev.parley.secure.Security;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.session.SocketOptions;
import dev.parley.testing.ClosedPort;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Many client sessions, event-driven.
class ConnectorTest {
  private static final long PATIENCE_SECONDS = Wait.SECONDS;

  private final EventRecorder atServer = new EventRecorder();
  private final Recorder heard = new Recorder();
  private Server server;

  /// Records the events of a handler.
  private static final class Recorder implements Handler {
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<CloseReason> ends = new LinkedBlockingQueue<>();
    private final Set<Session> opened = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    @Override
    public void opened(Session session) {
      threads.add(Thread.currentThread());
      opened.add(session);
    }

    @Override
    public void received(Session session, Message message) {
      answers.add(session.id() + " " + message.text());
    }

    @Override
    public void closed(Session session, CloseReason reason) {
      ends.add(reason);
    }

    String answer() throws InterruptedException {
      return answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    CloseReason end() throws InterruptedException {
      return ends.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
  }

  private Address serve(String address) throws IOException {
    return serve(address, Security.none());
  }

  private Address serve(String address, Security security) throws IOException {
    server =
        Server.builder()
            .listen(address)
            .security(security)
            .handler((session, message) -> session.send(message))
            .events(atServer)
            .start();
    return server.address();
  }

  private static Security hmac(String key) {
    return Hmac.with(HmacAlgorithm.SHA256, Secret.ofText(key));
  }

  private Connector connector(int loops) throws IOException {
    return Connector.open(loops, ClientOptions.defaults(), heard);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1:0", "udp://127.0.0.1:0"})
  void manySessionsShareTheLoopsAndEachHearsItsOwnAnswer(String listen) throws Exception {
    Address address = serve(listen);
    try (Connector connector = connector(2)) {
      Set<String> expected = new HashSet<>();
      for (int i = 0; i < 100; i++) {
        Session session = connector.connect(address);
        assertTrue(heard.opened.contains(session), "told before connect returns");
        session.send("to " + i);
        expected.add(session.id() + " to " + i);
      }
      assertEquals(100, connector.openSessions());
      assertEquals(2, heard.threads.size());
      Set<String> answers = new HashSet<>();
      for (int i = 0; i < 100; i++) {
        answers.add(heard.answer());
      }
      assertEquals(expected, answers);
    }
  }

  @Test
  void aUnixServerIsCalledToo(@TempDir Path directory) throws Exception {
    Address address = serve("unix:" + directory.resolve("p.sock"));
    try (Connector connector = connector(1)) {
      Session session = connector.connect(address);
      session.send("hello");
      assertEquals(session.id() + " hello", heard.answer());
      assertThrows(
          IllegalArgumentException.class,
          () ->
              connector.connect(
                  address, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1:0", "udp://127.0.0.1:0"})
  void aSessionCallsFromTheAddressItIsGiven(String listen) throws Exception {
    Address address = serve(listen);
    try (Connector connector = connector(1)) {
      for (String host : new String[] {"127.0.0.2", "127.0.0.3"}) {
        InetSocketAddress local = new InetSocketAddress(InetAddress.getByName(host), 0);
        Session session = connector.connect(address, local);
        session.send("hello");
        heard.answer();
        InetSocketAddress own = (InetSocketAddress) session.local();
        assertEquals(host, own.getAddress().getHostAddress());
        assertNotEquals(0, own.getPort());
        atServer.await(Event.SessionOpened.class, e -> e.peer().equals(host + ":" + own.getPort()));
      }
    }
  }

  @Test
  void aLoginComesBeforeOpened() throws Exception {
    Address address = serve("tcp://127.0.0.1:0", hmac("right"));
    try (Connector connector =
        Connector.open(1, ClientOptions.defaults().withSecurity(hmac("right")), heard)) {
      Session session = connector.connect(address);
      session.send("hello");
      assertEquals(session.id() + " hello", heard.answer());
    }
  }

  /// A handler that is not ready for a session, as its application would write it.
  private static final class Unready implements Handler {
    private final RuntimeException thrown;
    private final BlockingQueue<CloseReason> ends = new LinkedBlockingQueue<>();

    Unready(RuntimeException thrown) {
      this.thrown = thrown;
    }

    @Override
    public void opened(Session session) {
      throw thrown;
    }

    @Override
    public void received(Session session, Message message) {}

    @Override
    public void closed(Session session, CloseReason reason) {
      ends.add(reason);
    }
  }

  @ParameterizedTest
  @CsvSource({"tcp://127.0.0.1:0,false", "tcp://127.0.0.1:0,true", "udp://127.0.0.1:0,false"})
  void anExceptionOfOpenedIsAFailureAndLeavesNothingOpen(String listen, boolean logsIn)
      throws Exception {
    Security security = logsIn ? hmac("key") : Security.none();
    Address address = serve(listen, security);
    Unready handler = new Unready(new IllegalStateException("not ready"));
    try (Connector connector =
        Connector.open(1, ClientOptions.defaults().withSecurity(security), handler)) {
      IOException e = assertThrows(IOException.class, () -> connector.connect(address));
      assertEquals(
          "the connection to "
              + address
              + " failed: the handler threw java.lang.IllegalStateException",
          e.getMessage());
      assertEquals(
          CloseReason.HANDLER_FAILED, handler.ends.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
      assertEquals(0, connector.openSessions());
    }
  }

  @Test
  void aHandlerThatClosesInOpenedIsNoFailure() throws Exception {
    Address address = serve("tcp://127.0.0.1:0");
    Handler leaver =
        new Handler() {
          @Override
          public void opened(Session session) {
            session.close();
          }

          @Override
          public void received(Session session, Message message) {}
        };
    try (Connector connector = Connector.open(1, ClientOptions.defaults(), leaver)) {
      assertFalse(connector.connect(address).isOpen());
    }
  }

  @Test
  void aLoginOverDatagramsIsRefusedBeforeAnythingIsSent() throws Exception {
    try (Connector connector =
        Connector.open(1, ClientOptions.defaults().withSecurity(hmac("key")), heard)) {
      ConnectException e =
          assertThrows(ConnectException.class, () -> connector.connect("udp://127.0.0.1:9"));
      assertTrue(e.getMessage().contains("works over streams only"), e.getMessage());
    }
  }

  @Test
  void nobodyListeningIsAFailureOfThatCallOnly() throws Exception {
    Address address = serve("tcp://127.0.0.1:0");
    try (ClosedPort closed = ClosedPort.tcp();
        Connector connector = connector(1)) {
      ConnectException e =
          assertThrows(ConnectException.class, () -> connector.connect(closed.address()));
      assertEquals("nobody listens at " + closed.address(), e.getMessage());
      connector.connect(address).send("hello");
      assertTrue(heard.answer().endsWith(" hello"));
    }
  }

  @Test
  void theEndOfTheServerIsToldToEachSession() throws Exception {
    Address address = serve("tcp://127.0.0.1:0");
    try (Connector connector = connector(2)) {
      for (int i = 0; i < 4; i++) {
        connector.connect(address).send("hello");
        assertTrue(heard.answer().endsWith(" hello")); // by now the server has accepted it
      }
      assertTrue(server.shutdown(Wait.TIME));
      for (int i = 0; i < 4; i++) {
        assertEquals(CloseReason.PEER_CLOSED, heard.end());
      }
    }
  }

  @Test
  void shutdownEndsEverySessionWithCourtesy() throws Exception {
    Address address = serve("tcp://127.0.0.1:0");
    Connector connector = connector(2);
    for (int i = 0; i < 4; i++) {
      connector.connect(address).send("last words " + i);
    }
    assertTrue(connector.shutdown(Wait.TIME));
    assertEquals(0, connector.openSessions());
    for (Event.SessionClosed end : atServer.await(Event.SessionClosed.class, _ -> true, 4)) {
      assertEquals(CloseReason.PEER_CLOSED, end.reason());
      assertEquals(1, end.traffic().messagesIn());
    }
  }

  @Test
  void shutdownCutsWhatDoesNotEndInTime() throws Exception {
    Address address = serve("tcp://127.0.0.1:0");
    Handler stays =
        new Handler() {
          @Override
          public void received(Session session, Message message) {}

          @Override
          public void draining(Session session) {}

          @Override
          public void closed(Session session, CloseReason reason) {
            heard.ends.add(reason);
          }
        };
    Connector connector = Connector.open(1, ClientOptions.defaults(), stays);
    connector.connect(address);
    assertFalse(connector.shutdown(Duration.ofMillis(50)));
    assertEquals(CloseReason.SHUTDOWN, heard.end());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1:0", "udp://127.0.0.1:0"})
  void closeEndsEverySessionAndAClosedConnectorConnectsNoMore(String listen) throws Exception {
    Address address = serve(listen);
    Connector connector = connector(1);
    connector.connect(address);
    connector.close();
    assertEquals(CloseReason.SHUTDOWN, heard.end());
    assertEquals(0, connector.openSessions());
    assertThrows(IOException.class, () -> connector.connect(address));
    assertNull(heard.ends.poll());
  }

  @Test
  void aHandlerMustNotConnectOnALoop() throws Exception {
    Address address = serve("tcp://127.0.0.1:0");
    CountDownLatch refused = new CountDownLatch(1);
    try (Connector connector = connector(1)) {
      Session session = connector.connect(address);
      session.execute(() -> {
        assertThrows(IllegalStateException.class, () -> connector.connect(address));
        refused.countDown();
      });
      assertTrue(refused.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }
  }

  /// Both ends send more than the socket buffers hold, and both keep reading.
  @Test
  void manyLargeRequestsInFlightDoNotLockUp() throws Exception {
    int size = 1 << 16;
    int requests = 64;
    server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .framing(Framing.length())
            .sockets(SocketOptions.defaults().withSendBuffer(1 << 17).withReceiveBuffer(1 << 17))
            .handler((session, message) -> session.send(message))
            .start();
    ClientOptions options =
        ClientOptions.defaults()
            .withFraming(Framing.length())
            .withSockets(SocketOptions.defaults().withSendBuffer(1 << 17))
            .withLimits(Limits.defaults().withMaxOutboxBytes(2 * size * requests));
    CountDownLatch answers = new CountDownLatch(2 * requests);
    Handler asksAgain =
        (session, message) -> {
          answers.countDown();
          session.send(message);
        };
    try (Connector connector = Connector.open(1, options, asksAgain)) {
      Session session = connector.connect(server.address());
      for (int i = 0; i < requests; i++) {
        session.send(new byte[size]);
      }
      assertTrue(answers.await(2 * PATIENCE_SECONDS, TimeUnit.SECONDS));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1025})
  void aNumberOfLoopsOutOfRangeIsRefused(int loops) {
    assertThrows(IllegalArgumentException.class, () -> connector(loops));
  }
}
