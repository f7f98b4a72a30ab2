package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Message;
import dev.parley.hmac.Hmac;
import dev.parley.hmac.HmacAlgorithm;
import dev.parley.hmac.Secret;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.ClosedPort;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.Wait;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls that do not block, and calls that are made again.
final class CallTest {
  private static final NamedKey KEY = NamedKey.generate("laptop", Entropy.secure());
  private static final Reconnect QUICK = new Reconnect(Duration.ofMillis(1), Duration.ofMillis(20));

  private final EventRecorder atServer = new EventRecorder();
  private final BlockingQueue<String> opened = new LinkedBlockingQueue<>();
  private final BlockingQueue<ConnectOutcome.Failure> failures = new LinkedBlockingQueue<>();
  private final List<AutoCloseable> resources = new ArrayList<>();

  /// Records what a session is attached to when it is opened.
  private final Handler handler =
      new Handler() {
        @Override
        public void opened(Session session) {
          opened.add(String.valueOf(session.attachment()));
        }

        @Override
        public void received(Session session, Message message) {}
      };

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : resources.reversed()) {
      resource.close();
    }
  }

  private Server serve(String address, Security security) throws Exception {
    Server server =
        Server.builder()
            .listen(address)
            .security(security)
            .handler((session, message) -> session.close())
            .events(atServer)
            .start();
    resources.add(server);
    return server;
  }

  private Connector connector(Security security) throws Exception {
    Connector connector =
        Connector.open(1, ClientOptions.defaults().withSecurity(security), handler);
    resources.add(connector);
    return connector;
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    return queue.poll(Wait.SECONDS, TimeUnit.SECONDS);
  }

  private static CallOutcome await(CompletableFuture<CallOutcome> outcome) throws Exception {
    return outcome.get(Wait.SECONDS, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp", "sealed tcp", "sealed udp"})
  void theSessionHasItsAttachmentWhenItIsOpened(String kind) throws Exception {
    Security security = kind.startsWith("sealed") ? Sealed.with(KEY) : Security.none();
    String scheme = kind.substring(kind.length() - 3);
    Server server = serve(scheme + "://127.0.0.1:0", security);
    Connector connector = connector(security);
    Call call = Call.to(server.address()).withAttachment("mine");

    CallOutcome.Connected connected =
        assertInstanceOf(CallOutcome.Connected.class, await(connector.call(call)));
    assertEquals("mine", next(opened));
    assertEquals("mine", connected.session().attachment());
    assertTrue(connected.session().isOpen());
    assertEquals("mine", connector.connect(call).attachment());
  }

  @Test
  void aFailureIsAValue() throws Exception {
    try (ClosedPort closed = ClosedPort.tcp()) {
      Call call = Call.to("tcp://127.0.0.1:" + closed.number());
      CallOutcome.Failed failed =
          assertInstanceOf(CallOutcome.Failed.class, await(connector(Security.none()).call(call)));
      assertEquals(ConnectOutcome.Failure.REFUSED, failed.cause().failure());
    }
  }

  @Test
  void aLoopMayCall() throws Exception {
    Server server = serve("tcp://127.0.0.1:0", Security.none());
    Connector connector = connector(Security.none());
    Session first = connector.connect(server.address());
    CompletableFuture<CallOutcome> second = new CompletableFuture<>();
    first.execute(() -> {
      CompletableFuture<Void> _ =
          connector.call(Call.to(server.address())).thenAccept(second::complete);
    });

    assertInstanceOf(CallOutcome.Connected.class, await(second));
  }

  @Test
  void aCancelledCallLeavesNothingOpen() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      Connector connector = connector(Sealed.with(KEY));
      CompletableFuture<CallOutcome> outcome =
          connector.call(Call.to(Address.tcp("127.0.0.1", silent.getLocalPort())));
      try (Socket peer = silent.accept()) {
        assertTrue(outcome.cancel(true));
        byte[] hello = new byte[1 << 12];
        boolean hasEnded = false;
        while (!hasEnded) {
          try {
            hasEnded = peer.getInputStream().read(hello) < 0;
          } catch (java.net.SocketException e) {
            hasEnded = true; // a reset
          }
        }
      }
    }
  }

  @Test
  void closingTheConnectorEndsItsCalls() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      Connector connector = connector(Sealed.with(KEY));
      CompletableFuture<CallOutcome> outcome =
          connector.call(Call.to(Address.tcp("127.0.0.1", silent.getLocalPort())));
      try (Socket _ = silent.accept()) {
        connector.close();
        assertInstanceOf(CallOutcome.Failed.class, await(outcome));
        assertInstanceOf(
            CallOutcome.Failed.class,
            await(connector.call(Call.to(Address.tcp("127.0.0.1", silent.getLocalPort())))));
      }
    }
  }

  @Test
  void aUnixServerHasNoLocalAddressToBeCalledFrom() {
    Call call = Call.to("unix:/tmp/x");
    assertThrows(IllegalArgumentException.class, () -> call.withLocal(new InetSocketAddress(0)));
  }

  @Test
  void aStandingCallConnectsAgain() throws Exception {
    Server server = serve("tcp://127.0.0.1:0", Security.none());
    Connector connector = connector(Security.none());
    Call call = Call.to(server.address()).withAttachment("mine");
    StandingCall standing =
        connector.keepConnected(call, QUICK, failed -> failures.add(failed.failure()));
    long last = 0;
    for (int i = 0; i < 3; i++) {
      assertEquals("mine", next(opened));
      Session session = session(standing);
      assertNotEquals(last, session.id());
      last = session.id();
      session.send("the server closes at that");
    }
    standing.close();
    assertNull(standing.session());
    assertNull(failures.peek());
  }

  /// Returns the session, which is known a moment after it was opened.
  private static Session session(StandingCall standing) throws Exception {
    return standing.connected().get(Wait.SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void aStandingCallWaitsForAServer() throws Exception {
    ClosedPort closed = ClosedPort.tcp();
    Address address = Address.tcp("127.0.0.1", closed.number());
    try (StandingCall _ =
        connector(Security.none())
            .keepConnected(Call.to(address), QUICK, failed -> failures.add(failed.failure()))) {
      assertEquals(ConnectOutcome.Failure.REFUSED, next(failures));
      assertEquals(ConnectOutcome.Failure.REFUSED, next(failures));
      closed.release();
      Server _ = serve(address.toString(), Security.none());
      assertEquals("null", next(opened));
    }
  }

  /// A failure may be known before the caller has looked; so this tries it often.
  @Test
  void whatFollowsAFailureNeverRunsOnALoop() throws Exception {
    Reconnect atOnce = new Reconnect(Duration.ofNanos(1), Duration.ofNanos(1));
    BlockingQueue<String> threads = new LinkedBlockingQueue<>();
    try (StandingCall _ =
        connector(Security.none())
            .keepConnected(
                Call.to("memory:nobody"),
                atOnce,
                _ -> threads.add(Thread.currentThread().getName()))) {
      for (int i = 0; i < 500; i++) {
        assertEquals("parley-connect", next(threads));
      }
    }
  }

  @Test
  void aClosedStandingCallClosesItsSession() throws Exception {
    Server server = serve("tcp://127.0.0.1:0", Security.none());
    Connector connector = connector(Security.none());
    StandingCall standing = connector.keepConnected(Call.to(server.address()), QUICK, _ -> {});
    Session session = session(standing);
    standing.close();
    standing.close();

    assertEquals(CloseReason.PEER_CLOSED, atServer.await(Event.SessionClosed.class).reason());
    assertTrue(connector.shutdown(Wait.TIME));
    assertEquals(CloseReason.CLOSED, session.reason());
  }

  @Test
  void aStandingCallTellsWhenItIsConnected() throws Exception {
    ClosedPort closed = ClosedPort.tcp();
    Address address = Address.tcp("127.0.0.1", closed.number());
    StandingCall standing =
        connector(Security.none())
            .keepConnected(Call.to(address), QUICK, failed -> failures.add(failed.failure()));
    assertEquals(ConnectOutcome.Failure.REFUSED, next(failures));
    CompletableFuture<Session> given = standing.connected();
    CompletableFuture<Session> waiting = standing.connected();
    assertTrue(given.cancel(true)); // concerns nobody else
    closed.release();
    Server _ = serve(address.toString(), Security.none());

    Session session = waiting.get(Wait.SECONDS, TimeUnit.SECONDS);
    assertSame(session, standing.session());
    assertSame(session, standing.connected().getNow(null));
    session.send("the server closes at that");
    atServer.await(Event.SessionClosed.class);
    Session next = session;
    while (next.id() == session.id()) {
      next = standing.connected().get(Wait.SECONDS, TimeUnit.SECONDS);
    }
    assertTrue(next.id() > session.id());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoWaitsForAStandingCallLearnsThatItIsClosed(boolean closesConnector) throws Exception {
    try (ClosedPort closed = ClosedPort.tcp()) {
      Connector connector = connector(Security.none());
      Reconnect rare = new Reconnect(Duration.ofHours(1), Duration.ofHours(1));
      StandingCall standing =
          connector.keepConnected(
              Call.to(Address.tcp("127.0.0.1", closed.number())),
              rare,
              failed -> failures.add(failed.failure()));
      CompletableFuture<Session> waiting = standing.connected();
      assertEquals(ConnectOutcome.Failure.REFUSED, next(failures));
      if (closesConnector) {
        connector.close();
      } else {
        standing.close();
      }
      for (CompletableFuture<Session> future : List.of(waiting, standing.connected())) {
        assertThrows(CancellationException.class, () -> future.get(Wait.SECONDS, TimeUnit.SECONDS));
        assertTrue(future.isCancelled());
      }
    }
  }

  @Test
  void aPauseEndsAtOnceWhenItIsAskedFor() throws Exception {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    Reconnect rare = new Reconnect(Duration.ofHours(2), Duration.ofHours(2));
    ClosedPort closed = ClosedPort.tcp();
    Address address = Address.tcp("127.0.0.1", closed.number());
    StandingCall standing =
        connector(Security.none()).keepConnected(Call.to(address), rare, telling(told));
    assertEquals("connecting 1", next(told));
    assertEquals("failed REFUSED", next(told));
    assertEquals("pausing for 1 to 2 h", next(told));
    standing.connectNow();
    assertEquals("connecting 2", next(told));
    assertEquals("failed REFUSED", next(told));
    assertEquals("pausing for 1 to 2 h", next(told));
    closed.release();
    Server _ = serve(address.toString(), Security.none());
    standing.connectNow();
    assertEquals("connecting 3", next(told));
    Session session = session(standing);
    standing.connectNow(); // there is no pause
    assertSame(session, session(standing));
    session.send("the server closes at that");
    assertEquals("pausing for 1 to 2 h", next(told));
    standing.close();
    standing.connectNow();
    assertNull(told.peek());
  }

  private static StandingCall.Observer telling(BlockingQueue<String> told) {
    return new StandingCall.Observer() {
      @Override
      public void connecting(int attempt) {
        told.add("connecting " + attempt);
      }

      @Override
      public void failed(ConnectOutcome.Failed cause) {
        told.add("failed " + cause.failure());
      }

      @Override
      public void pausing(Duration pause) {
        boolean isInRange = pause.toSeconds() >= 3_600 && pause.toSeconds() <= 7_200;
        told.add("pausing for " + (isInRange ? "1 to 2 h" : pause));
      }
    };
  }

  @Test
  void anObserverThatThrowsClosesItsStandingCall() throws Exception {
    IllegalStateException defect = new IllegalStateException("出错");
    StandingCall.Observer failing =
        new StandingCall.Observer() {
          @Override
          public void connecting(int attempt) {
            throw defect;
          }
        };
    StandingCall standing =
        connector(Security.none()).keepConnected(Call.to("memory:nobody"), QUICK, failing);
    ExecutionException end =
        assertThrows(
            ExecutionException.class,
            () -> standing.connected().get(Wait.SECONDS, TimeUnit.SECONDS));
    assertSame(defect, end.getCause());
  }

  @Test
  void aStandingCallOfAClosedConnectorIsClosed() throws Exception {
    Connector connector = connector(Security.none());
    connector.close();
    StandingCall standing = connector.keepConnected(Call.to("udp://127.0.0.1:9"), QUICK, _ -> {});
    assertTrue(standing.connected().isCancelled());
  }

  @Test
  void anErrorOfTheProgramClosesAStandingCall() throws Exception {
    InetSocketAddress nowhere = InetSocketAddress.createUnresolved("谁", 0);
    StandingCall standing =
        connector(Security.none())
            .keepConnected(
                Call.to("tcp://127.0.0.1:9").withLocal(nowhere),
                QUICK,
                failed -> failures.add(failed.failure()));
    ExecutionException end =
        assertThrows(
            ExecutionException.class,
            () -> standing.connected().get(Wait.SECONDS, TimeUnit.SECONDS));
    assertInstanceOf(UnresolvedAddressException.class, end.getCause());
    assertTrue(standing.connected().isCompletedExceptionally());
    assertNull(standing.session());
    assertNull(failures.peek());
  }

  @Test
  void aStandingCallWhoseConsumerOfFailuresThrowsIsClosed() throws Exception {
    IllegalStateException defect = new IllegalStateException("出错");
    StandingCall standing =
        connector(Security.none())
            .keepConnected(
                Call.to("memory:nobody"),
                QUICK,
                _ -> {
                  throw defect;
                });
    ExecutionException end =
        assertThrows(
            ExecutionException.class,
            () -> standing.connected().get(Wait.SECONDS, TimeUnit.SECONDS));
    assertSame(defect, end.getCause());
  }

  @Test
  void whatIsNotPossibleIsNotTriedAgain() throws Exception {
    Security hmac = Hmac.with(HmacAlgorithm.SHA256, Secret.ofText("secret"));
    StandingCall standing =
        connector(hmac)
            .keepConnected(
                Call.to("udp://127.0.0.1:9"), QUICK, failed -> failures.add(failed.failure()));
    assertEquals(ConnectOutcome.Failure.NOT_POSSIBLE, next(failures));
    assertNull(standing.session());
    assertTrue(standing.connected().isCompletedExceptionally());
  }

  @ParameterizedTest
  @CsvSource({"1, 100", "2, 200", "3, 400", "4, 800", "5, 1000", "6, 1000", "64, 1000"})
  void thePauseDoublesUpToTheLongest(int failures, long most) {
    Reconnect pauses = new Reconnect(Duration.ofMillis(100), Duration.ofSeconds(1));
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      long nanos = pauses.nanos(failures, random);
      assertTrue(nanos <= most * 1_000_000 && nanos >= most * 500_000, nanos + " ns");
    }
  }

  @ParameterizedTest
  @CsvSource({"PT0S, PT1S", "PT-1S, PT1S", "PT2S, PT1.999999999S", "PT1S, PT8760H0.000000001S"})
  void pausesOutOfRangeAreRefused(Duration first, Duration longest) {
    assertThrows(IllegalArgumentException.class, () -> new Reconnect(first, longest));
    assertEquals(
        Duration.ofDays(365), new Reconnect(Duration.ofNanos(1), Duration.ofDays(365)).longest());
  }
}
