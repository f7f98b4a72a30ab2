package dev.parley.internal.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.Connector;
import dev.parley.Server;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.DatagramLimits;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.session.SessionClosedException;
import dev.parley.session.SocketOptions;
import dev.parley.session.UnencodableMessageException;
import dev.parley.testing.AllocatedBytes;
import dev.parley.testing.ClosedPort;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Tests datagram sessions against raw sockets.
class DatagramSessionTest {
  private static final Handler ECHO = (session, message) -> session.send(message);

  private final EventRecorder events = new EventRecorder();
  private InetSocketAddress destination;
  @AutoClose private final Opened opened = new Opened();

  private Server.Builder server(Handler handler) {
    return Server.builder().listen("udp://127.0.0.1:0").handler(handler).events(events).loops(1);
  }

  private Server start(Server.Builder builder) throws IOException {
    return opened.keep(builder.start());
  }

  private DatagramSocket socket(Server server) throws IOException {
    DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    opened.add(socket);
    destination = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.address().port());
    return socket;
  }

  /// Not over a connected socket: those of the JDK send no empty datagrams.
  private void send(DatagramSocket socket, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    socket.send(new DatagramPacket(bytes, bytes.length, destination));
  }

  private static String receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), UTF_8);
  }

  @Test
  void theSendersAddressPicksTheSession() throws Exception {
    Server server =
        start(server((session, message) -> session.send(session.id() + message.text())));
    DatagramSocket one = socket(server);
    DatagramSocket two = socket(server);
    send(one, "a");
    assertEquals("1a", receive(one));
    send(two, "b");
    assertEquals("2b", receive(two));
    send(one, "c");
    assertEquals("1c", receive(one));
  }

  @Test
  void anEmptyDatagramIsAMessage() throws Exception {
    DatagramSocket socket = socket(start(server(ECHO)));
    send(socket, "");
    assertEquals("", receive(socket));
    send(socket, "after");
    assertEquals("after", receive(socket));
  }

  @Test
  void theLargestDatagramComesBackWhole() throws Exception {
    DatagramSocket socket = socket(start(server(ECHO)));
    socket.setSendBufferSize(1 << 20);
    String largest = "x".repeat(65_507);
    send(socket, largest);
    assertEquals(largest, receive(socket));
  }

  @Test
  void aDatagramOverTheMaximumIsToldNotCut() throws Exception {
    DatagramSocket socket = socket(start(server(ECHO).framing(Framing.raw().withMaxMessage(8))));
    send(socket, "123456789");
    Event.DatagramRefused refused = events.await(Event.DatagramRefused.class);
    assertEquals(9, refused.bytes());
    assertTrue(refused.why().contains("maxMessage 8"), refused.why());
    send(socket, "12345678");
    assertEquals("12345678", receive(socket));
  }

  @Test
  void aSilentSessionExpires() throws Exception {
    ManualClock clock = new ManualClock();
    Duration idle = Duration.ofSeconds(5);
    Server server =
        start(server(ECHO).clock(clock).timeouts(Timeouts.defaults().withDatagramIdle(idle)));
    DatagramSocket socket = socket(server);
    clock.advance(ManualClock.NEARLY_A_SWEEP);
    send(socket, "a");
    assertEquals("a", receive(socket));
    clock.advance(idle);
    assertEquals(CloseReason.IDLE_TIMEOUT, events.await(Event.SessionClosed.class).reason());
    assertEquals(0, server.openSessions());
  }

  /// A clock's value means nothing by itself: it may be negative, and wrap.
  @Test
  void aSilentSessionExpiresWhateverTheClocksNumber() throws Exception {
    for (long start : new long[] {-1_000, Long.MIN_VALUE, Long.MAX_VALUE - 1_000_000_000}) {
      EventRecorder events = new EventRecorder();
      ManualClock clock = new ManualClock(start);
      try (Server server = server(ECHO).clock(clock).events(events).start();
          DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
        destination =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.address().port());
        clock.advance(ManualClock.NEARLY_A_SWEEP);
        send(socket, "a");
        assertEquals("a", receive(socket));
        clock.advance(Timeouts.defaults().datagramIdle());
        assertEquals(CloseReason.IDLE_TIMEOUT, events.await(Event.SessionClosed.class).reason());
      }
    }
  }

  @Test
  void aNewcomerTakesThePlaceOfThePeerThatWasSilentLongest() throws Exception {
    Server server = start(server(ECHO).limits(Limits.defaults().withMaxSessions(2)));
    DatagramSocket first = socket(server);
    DatagramSocket second = socket(server);
    DatagramSocket third = socket(server);
    for (DatagramSocket socket : List.of(first, second, first, third)) {
      send(socket, "x");
      assertEquals("x", receive(socket));
    }
    Event.SessionClosed evicted = events.await(Event.SessionClosed.class);
    assertEquals(CloseReason.EVICTED, evicted.reason());
    assertEquals(2, evicted.session());
    assertEquals(2, server.openSessions());
  }

  @Test
  void onAPublicAddressAnAnswerIsNeverLargerThanWhatWasAsked() throws Exception {
    Handler chatty = (session, message) -> session.send(message.text() + "!");
    Server server =
        start(
            Server.builder()
                .listen("udp://0.0.0.0:0")
                .allowPlain(true)
                .handler(chatty)
                .events(events));
    DatagramSocket socket = socket(server);
    send(socket, "abc");
    assertEquals(4, events.await(Event.DatagramRefused.class).bytes());
    send(socket, "de");
    assertEquals("de!", receive(socket));
  }

  /// A peer that has sent for long without an answer is not answered for all of it at once.
  @Test
  void onAPublicAddressAnswersAreForWhatWasAskedOfLate() throws Exception {
    int size = 60_000;
    Handler late =
        (session, message) -> {
          if (message.length() < size) {
            for (int i = 0; i < 4; i++) {
              session.send(new byte[size]);
            }
            session.send(new byte[DatagramSession.MAX_CREDIT - 4 * size]);
            session.send(new byte[1]);
          }
        };
    Server server =
        start(
            Server.builder()
                .listen("udp://0.0.0.0:0")
                .allowPlain(true)
                .handler(late)
                .events(events));
    DatagramSocket socket = socket(server);
    for (int i = 0; i < 5; i++) {
      send(socket, "x".repeat(size));
    }
    send(socket, "now");
    Event.DatagramRefused refused = events.await(Event.DatagramRefused.class);
    assertEquals(1, refused.bytes(), "all but one byte may be sent");
    assertTrue(refused.why().contains("what was asked (0 bytes)"), refused.why());
  }

  @Test
  void aHandlerThatThrowsEndsThatSessionOnly() throws Exception {
    Handler fragile =
        (session, message) -> {
          if (message.text().equals("break")) {
            throw new IllegalStateException("broken");
          }
          session.send(message);
        };
    Server server = start(server(fragile));
    DatagramSocket one = socket(server);
    DatagramSocket two = socket(server);
    send(two, "a");
    assertEquals("a", receive(two));
    send(one, "break");
    assertEquals(CloseReason.HANDLER_FAILED, events.await(Event.SessionClosed.class).reason());
    send(two, "b");
    assertEquals("b", receive(two));
    send(one, "again");
    assertEquals("again", receive(one));
  }

  @Test
  void datagramsThatTheSystemHadNoRoomForAreCounted() throws Exception {
    CompletableFuture<Boolean> gate = new CompletableFuture<>();
    CompletableFuture<Boolean> reached = new CompletableFuture<>();
    ManualClock clock = new ManualClock();
    Handler slow =
        (session, message) -> {
          if (message.text().equals("wait")) {
            reached.complete(true);
            gate.join();
          } else if (message.text().equals("last")) {
            session.send(message);
          }
        };
    Server server =
        start(server(slow).clock(clock).sockets(SocketOptions.defaults().withReceiveBuffer(4_096)));
    DatagramSocket socket = socket(server);
    send(socket, "wait");
    reached.join();
    int sent = 500;
    for (int i = 0; i < sent; i++) {
      send(socket, "flood");
    }
    gate.complete(true);
    // The system reports it with the next datagram for which it has room.
    socket.setSoTimeout(100);
    String answer = "";
    for (int i = 0; i < 100 && answer.isEmpty(); i++) {
      send(socket, "last");
      try {
        answer = receive(socket);
      } catch (SocketTimeoutException e) {
        // There was no room yet.
      }
    }
    assertEquals("last", answer);
    Assumptions.assumeTrue(
        events.await(Event.DatagramBatches.class).used() || Files.exists(Path.of("/proc/net/udp")),
        "the system does not say it");
    clock.advance(Duration.ofSeconds(10)); // without batches the system's table is looked up
    Event.DatagramsDropped dropped = events.await(Event.DatagramsDropped.class);
    assertTrue(dropped.count() > 0 && dropped.count() <= sent, dropped.toString());
    assertEquals(server.address(), dropped.listener());
    assertTrue(server.totals().droppedDatagrams() >= dropped.count());
  }

  @Test
  void aMessageOverADatagramIsRefusedToItsSender() throws Exception {
    DatagramSocket socket =
        socket(
            start(
                server((session, _) -> {
                  assertThrows(
                      UnencodableMessageException.class, () -> session.send(new byte[65_508]));
                  session.send("still here");
                })));
    send(socket, "a");
    assertEquals("still here", receive(socket));
  }

  @Test
  void aClientIsToldThatNobodyListens() throws Exception {
    try (ClosedPort closed = ClosedPort.udp();
        Client client = Client.connect(Address.parse(closed.address()), ClientOptions.defaults())) {
      client.send("anybody?");
      SessionClosedException end =
          assertThrows(SessionClosedException.class, () -> client.receive(Wait.TIME));
      assertEquals(CloseReason.UNREACHABLE, end.reason());
    }
  }

  @Test
  void aClientThatIgnoresItGoesOnUntilSomebodyListens() throws Exception {
    ClientOptions options = ClientOptions.defaults().withIgnoreUnreachable(true).withEvents(events);
    try (ClosedPort closed = ClosedPort.udp();
        Client client = Client.connect(Address.parse(closed.address()), options)) {
      client.send("anybody?");
      Event.Unreachable unreachable = events.await(Event.Unreachable.class);
      assertEquals("nobody listens at the peer's port", unreachable.why());
      assertEquals(client.session().id(), unreachable.session());
      closed.release();
      Server server = start(server(ECHO).listen(closed.address()));
      assertEquals(closed.number(), server.addresses().getLast().port());
      client.send("now");
      assertEquals(Message.of("now"), client.receive(Wait.TIME));
    }
  }

  /// The system reports the error instead of sending the next datagram, which may be for another
  /// peer.
  @Test
  void theReportThatNobodyListenedCostsNoDatagram() throws Exception {
    ClientOptions options = ClientOptions.defaults().withIgnoreUnreachable(true).withEvents(events);
    try (ClosedPort closed = ClosedPort.udp();
        Client client = Client.connect(Address.parse(closed.address()), options)) {
      CompletableFuture<Boolean> sent = new CompletableFuture<>();
      CompletableFuture<Boolean> listens = new CompletableFuture<>();
      client
          .session()
          .execute(() -> {
            client.session().send("nobody");
            client
                .session()
                .execute(() -> {
                  sent.complete(true);
                  listens.join(); // the loop has not read the error report
                  client.session().send("somebody");
                });
          });
      sent.join();
      closed.release();
      try (DatagramSocket late =
          new DatagramSocket(closed.number(), InetAddress.getLoopbackAddress())) {
        late.setSoTimeout(Wait.MILLIS);
        listens.complete(true);
        String heard = receive(late);
        // Batches may send both only now.
        assertEquals("somebody", heard.equals("nobody") ? receive(late) : heard);
      }
    }
  }

  @Test
  void aClientSendsAndHearsEmptyDatagrams() throws Exception {
    Server server = start(server(ECHO));
    try (Client client = Client.connect(server.address(), ClientOptions.defaults())) {
      for (String text : List.of("a", "", "", "b")) {
        client.send(text);
        assertEquals(Message.of(text), client.receive(Wait.TIME));
      }
    }
    assertEquals(1, events.all(Event.SessionOpened.class).size());
  }

  /// The system chooses among some ten thousand ports; of this many sockets that may share one, a
  /// dozen would do so by chance.
  @Test
  void everyClientHasItsOwnPort() throws Exception {
    Server server = start(server(ECHO).limits(Limits.defaults().withMaxSessions(2_000)));
    Set<SocketAddress> ours = new HashSet<>();
    try (Connector connector =
        Connector.open(1, ClientOptions.defaults(), (session, message) -> {})) {
      for (int i = 0; i < 800; i++) {
        Session session = connector.connect(server.address());
        if (i % 100 == 0) {
          session.send(new byte[0]); // its socket must not become one that can be shared
        }
        assertTrue(ours.add(session.local()), () -> session.local() + " is used twice");
      }
    }
  }

  @Test
  void aLocalPortThatIsTakenIsRefused() throws Exception {
    Server server = start(server(ECHO));
    Server other = start(server(ECHO));
    ClientOptions fromServers = ClientOptions.defaults().withLocalPort(other.address().port());
    IOException refused =
        assertThrows(IOException.class, () -> Client.connect(server.address(), fromServers));
    assertTrue(refused.getMessage().contains("is taken"), refused.getMessage());
    try (Client first = Client.connect(server.address(), ClientOptions.defaults())) {
      first.send(""); // however empty datagrams are sent
      assertEquals(Message.of(""), first.receive(Wait.TIME));
      ClientOptions fromClients =
          ClientOptions.defaults().withLocalPort(((InetSocketAddress) first.local()).getPort());
      assertThrows(IOException.class, () -> Client.connect(server.address(), fromClients));
    }
  }

  @Test
  void aClientKeepsTheOrderOfDatagrams() throws Exception {
    Server server = start(server(ECHO));
    try (Client client = Client.connect(server.address(), ClientOptions.defaults())) {
      for (int i = 0; i < 100; i++) {
        client.send("m" + i);
        assertEquals(Message.of("m" + i), client.receive(Wait.TIME));
      }
    }
  }

  /// In the steady state, when many have arrived while the loop was busy; most of the allocation is
  /// the message view.
  @Test
  void aDatagramIsServedInFewBytes() throws Exception {
    AllocatedBytes allocated = AllocatedBytes.find();
    CompletableFuture<Session> session = new CompletableFuture<>();
    CompletableFuture<Thread> loop = new CompletableFuture<>();
    Handler echo =
        (peer, message) -> {
          session.complete(peer);
          loop.complete(Thread.currentThread());
          peer.send(message);
        };
    DatagramSocket socket =
        socket(start(server(echo).datagrams(DatagramLimits.defaults().withAnswersPerSecond(0))));
    send(socket, "first");
    assertEquals("first", receive(socket));
    long before = 0;
    int rounds = 200;
    for (int round = -rounds; round < rounds; round++) {
      if (round == 0) {
        before = allocated.by(loop.join().threadId());
      }
      CompletableFuture<Boolean> gate = new CompletableFuture<>();
      session.join().execute(gate::join);
      for (int i = 0; i < 60; i++) {
        send(socket, "0123456789");
      }
      gate.complete(true);
      for (int i = 0; i < 60; i++) {
        assertEquals("0123456789", receive(socket));
      }
    }
    long each = (allocated.by(loop.join().threadId()) - before) / (rounds * 60L);
    assertTrue(each <= 72, "the loop allocated " + each + " bytes for a datagram");
  }
}
