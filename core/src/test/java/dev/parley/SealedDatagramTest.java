package dev.parley;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.internal.engine.DatagramSession;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.sealed.KeyRing;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Aead;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.session.UnencodableMessageException;
import dev.parley.testing.ClosedPort;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.FreePort;
import dev.parley.testing.LoopCosts;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Sealed sessions over real datagrams.
class SealedDatagramTest {
  private static final NamedKey KEY = NamedKey.generate("laptop", Entropy.secure());
  private static final Security SEALED = Sealed.with(KEY);
  private static final Handler ECHO = (session, message) -> session.send(message);
  private static final Duration PATIENCE = Wait.TIME;

  private final EventRecorder events = new EventRecorder();
  private final EventRecorder clientEvents = new EventRecorder();
  @AutoClose private final Opened opened = new Opened();

  private Server start(Security security, Handler handler) throws IOException {
    return start(Server.builder().listen("udp://127.0.0.1:0").security(security).handler(handler));
  }

  private Server start(Server.Builder builder) throws IOException {
    return opened.keep(builder.events(events).loops(1).start());
  }

  private ClientOptions options(Security security) {
    return ClientOptions.defaults()
        .withSecurity(security)
        .withEvents(clientEvents)
        .withTimeouts(Timeouts.defaults().withLogin(Duration.ofSeconds(1)));
  }

  private Client connect(String address) throws IOException {
    return opened.keep(Client.connect(address, options(SEALED)));
  }

  private Client connect(Server server) throws IOException {
    return connect(server.address().toString());
  }

  private static @Nullable String ask(Client client, String text) throws Exception {
    client.send(Message.of(text));
    Message answer = client.receive(PATIENCE);
    return answer == null ? null : answer.text();
  }

  /// Datagrams may be lost, especially those sent during a login.
  private static @Nullable String askUntilAnswered(Client client, String text) throws Exception {
    for (int tries = 0; tries < 100; tries++) {
      client.send(Message.of(text));
      try {
        Message answer = client.receive(Duration.ofMillis(500));
        return answer == null ? null : answer.text();
      } catch (SocketTimeoutException e) {
        // try again
      }
    }
    return "no answer";
  }

  private static void assertSilent(Client client) {
    assertThrows(SocketTimeoutException.class, () -> client.receive(Duration.ofMillis(300)));
  }

  private ConnectOutcome.Failed refusal(Server server, ClientOptions options) {
    return assertInstanceOf(
        ConnectOutcome.Failed.class, Client.tryConnect(server.address(), options));
  }

  @Test
  void theSameHandlerAndKeyServeStreamsAndDatagrams() throws Exception {
    Server server =
        start(
            Server.builder()
                .listen("udp://127.0.0.1:0")
                .listen("tcp://127.0.0.1:0")
                .security(SEALED)
                .handler(ECHO));
    for (Address address : server.addresses()) {
      assertEquals("hello", ask(connect(address.toString()), "hello"));
    }
  }

  @Test
  void fifteenWrongLoginsOfOneAddressKeepItOutForAsManySecondsAndNobodyElse() throws Exception {
    ManualClock clock = new ManualClock();
    Server server =
        start(
            Server.builder()
                .listen("udp://127.0.0.1:0")
                .security(SEALED)
                .handler(ECHO)
                .clock(clock)
                .limits(Limits.defaults().withCountLoopback(true)));
    ClientOptions wrong = options(Sealed.with(NamedKey.generate("laptop", Entropy.secure())));
    List<Thread> guessers = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      guessers.add(Thread.ofVirtual().start(() -> refusal(server, wrong)));
    }
    for (Thread guesser : guessers) {
      guesser.join();
    }
    clock.advance(Duration.ofSeconds(1)); // logins are possible again, except for the penalty
    refusal(server, options(SEALED));
    InetSocketAddress elsewhere = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 0);
    try (Connector connector = Connector.open(1, options(SEALED), ECHO)) {
      assertTrue(connector.connect(server.address(), elsewhere).isOpen());
    }
    clock.advance(Duration.ofSeconds(14));
    assertEquals("hello", ask(connect(server), "hello"));
  }

  @Test
  void theHandlerLearnsWhoHasProvenWhat() throws Exception {
    Server server =
        start(
            SEALED,
            (session, message) ->
                session.send("" + assertInstanceOf(DatagramSession.class, session).principal()));
    assertEquals("laptop", ask(connect(server), "who am I"));
  }

  @Test
  void aMessageOfTwelveHundredBytesGoesAndOneMoreIsRefusedWithAdvice() throws Exception {
    Client client = connect(start(SEALED, ECHO));
    String most = "x".repeat(1_200);
    assertEquals(1_200, client.session().maxMessage());
    assertEquals(most, ask(client, most));
    assertEquals("", ask(client, ""));
    UnencodableMessageException e =
        assertThrows(UnencodableMessageException.class, () -> client.send(Message.of(most + "x")));
    assertTrue(e.getMessage().contains("1201 bytes exceeds"), e.getMessage());
    assertTrue(e.getMessage().contains("over TCP"), e.getMessage());
  }

  @Test
  void aMessageOverTheMaximumOfTheFramingIsNotDelivered() throws Exception {
    Server server =
        start(
            Server.builder()
                .listen("udp://127.0.0.1:0")
                .framing(Framing.raw().withMaxMessage(8))
                .security(SEALED)
                .handler(ECHO));
    Client client = Client.connect(server.address(), options(SEALED).withFraming(Framing.raw()));
    opened.add(client);
    client.send(Message.of("123456789"));
    Event.DatagramRefused refused = events.await(Event.DatagramRefused.class);
    assertTrue(refused.why().contains("maxMessage 8"), refused.why());
    assertEquals("12345678", ask(client, "12345678"));
  }

  /// The JDK's ciphers make about 1,900 bytes of garbage for two uses of a key. This would reveal a
  /// buffer of our own for each datagram.
  @Test
  void aDatagramAllocatesLittleMoreThanTheCiphersDo() throws Exception {
    LoopCosts costs = new LoopCosts();
    Client client = connect(start(SEALED, ECHO));
    for (int i = 0; i < 3_000; i++) {
      assertEquals("question", ask(client, "question"));
    }
    long before = costs.allocatedBytes();
    for (int i = 0; i < 3_000; i++) {
      assertEquals("question", ask(client, "question"));
    }
    long each = (costs.allocatedBytes() - before) / 3_000;
    assertTrue(each < 4_000, each + " bytes");
  }

  // Mismatched settings.

  @Test
  void anotherKeyIsRefusedWithASentenceOnEachSide() throws Exception {
    Server server = start(SEALED, ECHO);
    NamedKey other = NamedKey.generate("laptop", Entropy.secure());
    ConnectOutcome.Failed refusal = refusal(server, options(Sealed.with(other)));
    assertEquals(ConnectOutcome.Failure.LOGIN_REFUSED, refusal.failure());
    assertTrue(refusal.detail().contains("did not answer the key laptop"), refusal.detail());
    Event.DatagramRefused told = events.await(Event.DatagramRefused.class);
    assertTrue(told.why().contains("the id of its key is not"), told.why());
    assertEquals(0, server.openSessions());
    Event.SessionClosed closed = clientEvents.await(Event.SessionClosed.class);
    assertEquals(CloseReason.LOGIN_REFUSED, closed.reason());
    assertEquals(List.of(), clientEvents.all(Event.SessionOpened.class));
  }

  @Test
  void anotherFramingIsRefusedWithBothNames() throws Exception {
    Server server = start(SEALED, ECHO);
    ConnectOutcome.Failed refusal =
        refusal(server, options(SEALED).withFraming(Framing.parse("length:2be")));
    assertTrue(
        refusal.detail().contains("framing set to line, this client to length:2be"),
        refusal.detail());
  }

  @Test
  void aPlainClientHearsNothingAndTheOperatorReadsWhy() throws Exception {
    Server server = start(SEALED, ECHO);
    Client plain = Client.connect(server.address(), options(Security.none()));
    opened.add(plain);
    plain.send(Message.of("hello"));
    Event.DatagramRefused told = events.await(Event.DatagramRefused.class);
    assertTrue(told.why().contains("must be given a key"), told.why());
    assertSilent(plain);
    assertEquals(0, server.openSessions());
  }

  @Test
  void aSealedClientSaysThatTheServerIsPlain() throws Exception {
    Server server = start(Security.none(), ECHO);
    ConnectOutcome.Failed refusal = refusal(server, options(SEALED));
    assertTrue(refusal.detail().contains("no sealed server"), refusal.detail());
  }

  @Test
  void nobodyListeningIsToldAtOnce() throws Exception {
    try (ClosedPort closed = ClosedPort.udp()) {
      ConnectOutcome.Failed refusal =
          assertInstanceOf(
              ConnectOutcome.Failed.class,
              Client.tryConnect(Address.parse(closed.address()), options(SEALED)));
      assertTrue(refusal.detail().contains("nobody listens"), refusal.detail());
    }
  }

  // The end of a session.

  @Test
  void theServerLearnsThatAClientHasClosed() throws Exception {
    Server server = start(SEALED, ECHO);
    Client client = connect(server);
    client.close();
    assertEquals(CloseReason.PEER_CLOSED, events.await(Event.SessionClosed.class).reason());
    assertEquals(0, server.openSessions());
  }

  @Test
  void theClientLearnsThatItsSessionWasClosed() throws Exception {
    Client client = connect(start(SEALED, (session, _) -> session.close()));
    client.send(Message.of("go away"));
    assertNull(client.receive(PATIENCE));
    assertEquals(CloseReason.PEER_CLOSED, clientEvents.await(Event.SessionClosed.class).reason());
  }

  @Test
  void aKeyThatIsTakenAwayEndsItsSessions() throws Exception {
    KeyRing ring = KeyRing.of(List.of(KEY));
    Client client = connect(start(Sealed.with(ring, Aead.AESGCM, ""), ECHO));
    assertEquals("hello", ask(client, "hello"));
    ring.replace(List.of());
    Event.SessionClosed closed = events.await(Event.SessionClosed.class);
    assertEquals(CloseReason.REVOKED, closed.reason());
    assertTrue(closed.detail().contains("taken away"), closed.detail());
    assertNull(client.receive(PATIENCE));
  }

  @Test
  void aNewcomerWithAKeyTakesThePlaceOfTheOneThatWasSilentLongest() throws Exception {
    Server server =
        start(
            Server.builder()
                .listen("udp://127.0.0.1:0")
                .security(SEALED)
                .limits(Limits.defaults().withMaxSessions(2))
                .handler(ECHO));
    Client first = connect(server);
    Client second = connect(server);
    assertEquals("a", ask(first, "a"));
    assertEquals("b", ask(second, "b"));
    assertEquals("c", ask(connect(server), "c"));
    assertEquals(CloseReason.EVICTED, events.await(Event.SessionClosed.class).reason());
    assertEquals(2, server.openSessions());
  }

  // On the network path.

  @Test
  void aClientWhoseServerIsStartedAnewLogsInByItself() throws Exception {
    String address = "udp://127.0.0.1:" + FreePort.find();
    Server before = start(Server.builder().listen(address).security(SEALED).handler(ECHO));
    Client client = connect(before);
    Session session = client.session();
    assertEquals("before", ask(client, "before"));
    before.close();
    client.send(Message.of("nobody is there"));
    start(Server.builder().listen(address).security(SEALED).handler(ECHO));
    client.send(Message.of("lost"));
    events.await(Event.SessionOpened.class, _ -> true, 2);
    assertEquals("after", askUntilAnswered(client, "after"));
    assertEquals(session, client.session());
    assertTrue(session.isOpen());
    assertEquals(1, clientEvents.all(Event.SessionOpened.class).size());
  }

  @Test
  void aClientWhoseAddressChangesKeepsItsSession() throws Exception {
    Server server = start(SEALED, (session, message) -> session.send(session.peerName()));
    try (DatagramRelay relay = new DatagramRelay(server.address())) {
      Client client = connect(relay.address());
      assertEquals("127.0.0.1:" + relay.port(), ask(client, "where am I"));
      relay.move();
      client.send(Message.of("this answer goes to the old place"));
      assertSilent(client);
      assertEquals("127.0.0.1:" + relay.port(), ask(client, "where am I now"));
    }
    assertEquals(1, events.all(Event.SessionOpened.class).size());
  }

  @Test
  void datagramsThatAreDoubledAndOutOfOrderArriveOnceEach() throws Exception {
    LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    Server server = start(SEALED, (_, message) -> heard.add(message.text()));
    Random random = new Random(5);
    List<byte[]> gathered = new ArrayList<>();
    HashSet<String> all = new HashSet<>();
    try (DatagramRelay relay = new DatagramRelay(server.address())) {
      Client client = connect(relay.address());
      relay.toServer(bytes -> {
        if (bytes[0] != 5) { // not a message
          return List.of(bytes);
        }
        gathered.add(bytes);
        gathered.add(bytes);
        if (gathered.size() < 100) {
          return List.of();
        }
        List<byte[]> out = new ArrayList<>(gathered);
        Collections.shuffle(out, random);
        gathered.clear();
        return out;
      });
      for (int round = 0; round < 40; round++) {
        for (int i = 0; i < 50; i++) {
          client.send(Message.of("message " + (50 * round + i)));
        }
        for (int i = 0; i < 50; i++) {
          String message = heard.poll(Wait.SECONDS, TimeUnit.SECONDS);
          assertNotNull(message, "a message is missing");
          all.add(message);
        }
      }
    }
    assertEquals(2_000, all.size());
    assertTrue(heard.isEmpty(), heard.toString());
  }

  @Test
  void forgedDatagramsOfManyAddressesOpenNothingAndEarnNoMoreThanTheyCost() throws Exception {
    Server server = start(SEALED, ECHO);
    Client client = connect(server);
    InetSocketAddress target =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.address().port());
    Random random = new Random(3);
    byte[] hello = new byte[128];
    hello[0] = 1;
    hello[1] = 1;
    System.arraycopy("Parley sealed\n\1".getBytes(US_ASCII), 0, hello, 2, 15);
    int cookies = 0;
    for (int source = 0; source < 250; source++) {
      try (DatagramSocket stranger =
          new DatagramSocket(
              new InetSocketAddress("127." + source + ".7." + (1 + source % 200), 0))) {
        int sent = 0;
        for (int i = 0; i < 80; i++) {
          byte[] bytes = hello;
          if (i > 0) {
            bytes = new byte[random.nextInt(1_300)];
            random.nextBytes(bytes);
            if (bytes.length > 1) {
              bytes[0] = (byte) random.nextInt(12);
              bytes[1] = 1;
            }
          }
          stranger.send(new DatagramPacket(bytes, bytes.length, target));
          sent += bytes.length;
        }
        assertEquals("still there", ask(client, "still there")); // all before is processed
        stranger.setSoTimeout(1);
        int received = 0;
        try {
          while (true) {
            DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
            stranger.receive(packet);
            received += packet.getLength();
            cookies++;
          }
        } catch (SocketTimeoutException e) {
          assertTrue(received <= sent, received + " bytes for " + sent);
        }
      }
    }
    assertTrue(cookies <= 250, cookies + " answers");
    assertEquals(1, server.openSessions());
    assertEquals(1, events.all(Event.SessionOpened.class).size());
    assertTrue(events.all(Event.DatagramRefused.class).size() < 10);
  }

  @Test
  void loginsOfOneAddressAreSpreadOutAndAllSucceed() throws Exception {
    Server server =
        start(
            Server.builder()
                .listen("udp://127.0.0.1:0")
                .security(SEALED)
                .limits(Limits.defaults().withCountLoopback(true))
                .handler(ECHO));
    ClientOptions patient = options(SEALED).withTimeouts(Timeouts.defaults());
    List<Thread> callers = new ArrayList<>();
    try (Connector connector = Connector.open(1, patient, ECHO)) {
      for (int i = 0; i < 40; i++) {
        callers.add(Thread.ofVirtual().start(() -> connect(connector, server.address())));
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertEquals(40, server.openSessions());
    }
    Event.DatagramRefused told = events.await(Event.DatagramRefused.class);
    assertTrue(told.why().contains("too many logins"), told.why());
  }

  private static void connect(Connector connector, Address address) {
    try {
      var _ = connector.connect(address);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
