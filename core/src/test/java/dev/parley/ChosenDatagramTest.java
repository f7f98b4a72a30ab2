package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.frame.Message;
import dev.parley.limit.AddressBlock;
import dev.parley.limit.Limits;
import dev.parley.limit.SourceLimits;
import dev.parley.limit.Timeouts;
import dev.parley.problem.DatagramProblem;
import dev.parley.problem.HasProblem;
import dev.parley.problem.ProblemCode;
import dev.parley.problem.RefusalProblem;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.ProxyProtocol;
import dev.parley.session.Session;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.OpenedSessions;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A server that speaks first over UDP, to a socket that has sent nothing.
final class ChosenDatagramTest {
  private static final String UDP = "udp://127.0.0.1:0";
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final EventRecorder events = new EventRecorder();
  private final OpenedSessions sessions = new OpenedSessions();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  @AutoClose private final Opened opened = new Opened();

  /// Answers nothing; records which session has heard what.
  private final Handler handler =
      new Handler() {
        @Override
        public void opened(Session session) throws Exception {
          if (session.peer() instanceof InetSocketAddress peer && peer.getPort() == 9) {
            throw new IOException("that is the discard service");
          }
          sessions.add(session);
        }

        @Override
        public void received(Session session, Message message) {
          heard.add(session.id() + " " + message.text());
        }
      };

  private Server start(Server.Builder builder) throws IOException {
    return opened.keep(builder.handler(handler).events(events).start());
  }

  private Server start() throws IOException {
    return start(Server.builder().listen(UDP));
  }

  /// A socket as a beginner opens it.
  private final class Peer {
    private final DatagramSocket socket;

    Peer(String host, int port) throws IOException {
      socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(host), port));
      socket.setSoTimeout((int) Wait.TIME.toMillis());
      opened.add(socket);
    }

    Peer() throws IOException {
      this("127.0.0.1", 0);
    }

    InetSocketAddress address() {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    String receive() throws IOException {
      DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
      socket.receive(packet);
      return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    void send(String text, Server server) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      InetSocketAddress to =
          new InetSocketAddress(socket.getLocalAddress(), server.address().port());
      socket.send(new DatagramPacket(bytes, bytes.length, to));
    }
  }

  private static Session open(Server server, InetSocketAddress peer) throws Exception {
    return server.open(server.address(), peer).get(Wait.SECONDS, TimeUnit.SECONDS);
  }

  private static ProblemCode refusal(Server server, InetSocketAddress peer) {
    ExecutionException e = assertThrows(ExecutionException.class, () -> open(server, peer));
    assertInstanceOf(IOException.class, e.getCause());
    return assertInstanceOf(HasProblem.class, e.getCause()).problem().code();
  }

  private String heard() throws InterruptedException {
    return heard.poll(Wait.SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void aPeerThatHasSentNothingIsSpokenToAndAnswersTheSameSession() throws Exception {
    Server server = start();
    Peer peer = new Peer();
    Session session = open(server, peer.address());
    assertSame(session, sessions.next());
    assertEquals(peer.address(), session.peer());
    session.send("你好");
    session.send("");
    assertEquals("你好", peer.receive());
    assertEquals("", peer.receive());
    peer.send("我在", server);
    peer.send("", server);

    assertEquals(session.id() + " 我在", heard());
    assertEquals(session.id() + " ", heard());
    assertEquals(List.of(session), server.sessions());
    assertSame(session, open(server, peer.address()));
  }

  @Test
  void aPeerThatHasASessionIsNotGivenASecond() throws Exception {
    Server server = start();
    Peer peer = new Peer();
    peer.send("first", server);
    Session session = sessions.next();

    assertSame(session, open(server, peer.address()));
    session.send("你好");
    assertEquals("你好", peer.receive());
  }

  @Test
  void aCallbackMayOpenAndItsOwnHandlerIsCalledAfterwards() throws Exception {
    Peer first = new Peer();
    Peer other = new Peer();
    CompletableFuture<Server> itself = new CompletableFuture<>();
    BlockingQueue<String> order = new LinkedBlockingQueue<>();
    Handler introducing =
        new Handler() {
          @Override
          public void opened(Session session) {
            order.add("opened");
          }

          @Override
          public void received(Session session, Message message) {
            Server server = itself.join();
            String text = message.text();
            CompletableFuture<Void> _ =
                server
                    .open(server.address(), other.address())
                    .thenAccept(partner -> partner.send("from " + text));
            order.add("received");
          }
        };
    Server server = Server.builder().listen(UDP).handler(introducing).start();
    opened.add(server);
    itself.complete(server);
    first.send("first", server);

    assertEquals("from first", other.receive());
    assertEquals(List.of("opened", "received", "opened"), List.copyOf(order));
  }

  @Test
  void aFullServerRefusesUnlessAPeerWasHeardOnlyOnce() throws Exception {
    Server server =
        start(Server.builder().listen(UDP).limits(Limits.defaults().withMaxSessions(2)));
    Peer stranger = new Peer();
    stranger.send("once", server);
    Session strangers = sessions.next();
    Session own = open(server, new Peer().address()); // exactly at the limit
    Session next = open(server, new Peer().address());
    assertEquals(CloseReason.EVICTED, strangers.reason());

    assertEquals(RefusalProblem.LISTENER_FULL, refusal(server, new Peer().address()));
    assertTrue(own.isOpen() && next.isOpen());
    own.close();
    events.await(Event.SessionClosed.class, end -> end.session() == own.id());
    Session last = open(server, new Peer().address());
    assertTrue(last.isOpen() && next.isOpen());
  }

  @Test
  void aPeerThatWasHeardAgainStays() throws Exception {
    Server server =
        start(Server.builder().listen(UDP).limits(Limits.defaults().withMaxSessions(1)));
    Peer talking = new Peer();
    talking.send("one", server);
    talking.send("two", server);
    Session session = sessions.next();
    assertEquals(session.id() + " one", heard());
    assertEquals(session.id() + " two", heard());

    assertEquals(RefusalProblem.LISTENER_FULL, refusal(server, new Peer().address()));
    assertTrue(session.isOpen());
  }

  @Test
  void aSourceMayHaveAsManyAsItMay() throws Exception {
    Limits limits = Limits.defaults().withMaxPerAddress(2);
    SourceLimits counted = SourceLimits.defaults().withExempt(List.of());
    Server server = start(Server.builder().listen(UDP).limits(limits).sources(counted));
    open(server, new Peer().address());
    open(server, new Peer().address());

    assertEquals(RefusalProblem.ADDRESS_FULL, refusal(server, new Peer().address()));
    assertTrue(open(server, new Peer("127.0.0.2", 0).address()).isOpen());
  }

  @Test
  void aClosedSessionIsOpenedAnewAndAClosedServerOpensNone() throws Exception {
    Server server = start();
    Peer peer = new Peer();
    Session before = open(server, peer.address());
    before.close();
    Session session = open(server, peer.address());
    assertNotEquals(before.id(), session.id());
    session.send("again");
    assertEquals("again", peer.receive());
    server.close();

    assertEquals(DatagramProblem.SHUTTING_DOWN, refusal(server, peer.address()));
    session.send("dropped");
  }

  @Test
  void aSilentPeerIsForgottenAfterItsTimeout() throws Exception {
    ManualClock clock = new ManualClock();
    Duration idle = Timeouts.defaults().datagramIdle();
    Server server = start(Server.builder().listen(UDP).clock(clock));
    Session session = open(server, new Peer().address());
    clock.advance(idle.minusNanos(1));
    OpenedSessions.awaitTurns(session);
    assertTrue(session.isOpen());
    clock.advance(Duration.ofSeconds(1));

    Event.SessionClosed end = events.await(Event.SessionClosed.class);
    assertEquals(session.id(), end.session());
    assertEquals(CloseReason.IDLE_TIMEOUT, end.reason());
  }

  /// A public server that answers by itself sends strangers no more than they have sent.
  @Test
  void aChosenPeerIsSentMoreThanItHasSent() throws Exception {
    Server server = start(Server.builder().listen("udp://0.0.0.0:0").allowPlain(true));
    Peer peer = new Peer();
    Session session = open(server, peer.address());
    session.send("x".repeat(1000));
    assertEquals(1000, peer.receive().length());
    Peer stranger = new Peer();
    stranger.send("x", server);
    Session strangers = sessions.next();
    while (strangers.id() == session.id()) {
      strangers = sessions.next();
    }
    strangers.send("xy");

    assertEquals(2, events.await(Event.DatagramRefused.class).bytes());
  }

  @Test
  void aServicePortThatWasChosenMayAnswer() throws Exception {
    Server server = start();
    Peer service = null;
    for (int port = 1023; service == null && port > 1000; port--) {
      try {
        service = new Peer("127.0.0.1", port);
      } catch (BindException e) {
        // Taken, or reserved for root.
      }
    }
    assumeTrue(service != null, "needs a port below 1024");
    service.send("unasked", server);
    assertEquals(7, events.await(Event.DatagramRefused.class).bytes());
    Session session = open(server, service.address());
    service.send("asked", server);

    assertEquals(session.id() + " asked", heard());
  }

  @Test
  void anExceptionOfOpenedIsTheResult() throws Exception {
    Server server = start();
    InetSocketAddress discard = new InetSocketAddress(LOOPBACK, 9);
    ExecutionException e = assertThrows(ExecutionException.class, () -> open(server, discard));
    assertTrue(e.getCause().getMessage().contains("IOException"), e.getCause().getMessage());
    assertEquals(CloseReason.HANDLER_FAILED, events.await(Event.SessionClosed.class).reason());
    assertFalse(server.sessions().iterator().hasNext());
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 0, NOT_ONE_PEER",
    "0.0.0.0, 9000, NOT_ONE_PEER",
    "255.255.255.255, 9000, NOT_ONE_PEER",
    "224.0.0.1, 9000, NOT_ONE_PEER",
    "ff02::1, 9000, NOT_ONE_PEER",
    "::1, 9000, OTHER_FAMILY",
    "127.0.0.1, -1, OWN_ADDRESS",
  })
  void whatIsNotAPeersAddressIsRefusedAtOnce(String host, int port, DatagramProblem why)
      throws Exception {
    Server server = start();
    int number = port < 0 ? server.address().port() : port;
    InetSocketAddress peer = new InetSocketAddress(InetAddress.ofLiteral(host), number);
    assertProblem(why, server, server.address(), peer);
  }

  private static void assertProblem(
      DatagramProblem why, Server server, Address listener, InetSocketAddress peer) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> {
              CompletableFuture<Session> _ = server.open(listener, peer);
            });
    assertEquals(why, assertInstanceOf(HasProblem.class, e).problem().code());
  }

  @Test
  void aHostNameThatNobodyHasLookedUpIsRefusedAtOnce() throws Exception {
    Server server = start();
    InetSocketAddress name = InetSocketAddress.createUnresolved("localhost", 9000);
    assertProblem(DatagramProblem.NOT_ONE_PEER, server, server.address(), name);
  }

  @Test
  void aListenerForEveryAddressIsItselfAtEachOfThem() throws Exception {
    Server server = start(Server.builder().listen("udp://0.0.0.0:0").allowPlain(true));
    int port = server.address().port();
    InetSocketAddress itself = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.7"), port);
    assertProblem(DatagramProblem.OWN_ADDRESS, server, server.address(), itself);
    InetSocketAddress six = new InetSocketAddress(InetAddress.ofLiteral("::1"), port);
    assertProblem(DatagramProblem.OTHER_FAMILY, server, server.address(), six);
  }

  @Test
  void streamsAndUnknownAddressesHaveNoSuchSessions() throws Exception {
    Server server = start(Server.builder().listen("tcp://127.0.0.1:0"));
    InetSocketAddress peer = new InetSocketAddress(LOOPBACK, 9000);
    assertProblem(DatagramProblem.NO_SUCH_LISTENER, server, server.address(), peer);
    assertProblem(DatagramProblem.NO_SUCH_LISTENER, server, Address.parse("udp://:1"), peer);
  }

  @Test
  void aSealedListenerCannotSpeakFirst() throws Exception {
    NamedKey key = NamedKey.generate("both", Entropy.secure());
    Server server = start(Server.builder().listen(UDP).security(Sealed.with(key)));
    assertEquals(DatagramProblem.CHOSEN_SEALED, refusal(server, new Peer().address()));
  }

  /// The proxy's peers can be reached only through the proxy, with its header.
  @Test
  void aListenerBehindAProxyCannotSpeakFirst() throws Exception {
    ProxyProtocol proxy = ProxyProtocol.from(AddressBlock.parse("127.0.0.1"));
    Server server = start(Server.builder().listen(UDP, proxy).allowPlain(true));
    assertEquals(DatagramProblem.CHOSEN_BEHIND_PROXY, refusal(server, new Peer().address()));
    assertEquals(0, server.openSessions());
  }

  private static void assumeIpv6() throws IOException {
    assumeTrue(
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .anyMatch(InetAddress.ofLiteral("::1")::equals),
        "no IPv6 here");
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp://[::1]:0", "udp://*:0"})
  void aPeerIsSpokenToOverIpv6(String listen) throws Exception {
    assumeIpv6();
    Server server = start(Server.builder().listen(listen).allowPlain(true));
    Peer peer = new Peer("::1", 0);
    Session session = open(server, peer.address());
    session.send("你好");
    session.send("");
    assertEquals("你好", peer.receive());
    assertEquals("", peer.receive());
    peer.send("我在", server);

    assertEquals(session.id() + " 我在", heard());
    assertEquals(peer.address(), session.peer());
    assertSame(session, open(server, peer.address()));
  }

  /// A socket on every address receives both families.
  @Test
  void aListenerOnEveryAddressSpeaksToBothFamilies() throws Exception {
    assumeIpv6();
    Server server = start(Server.builder().listen("udp://*:0").allowPlain(true));
    for (String host : List.of("127.0.0.1", "::1")) {
      Peer peer = new Peer(host, 0);
      open(server, peer.address()).send(host);
      assertEquals(host, peer.receive());
    }
    assertEquals(2, server.openSessions());
  }

  @Test
  void aDeniedAddressIsRefused() throws Exception {
    SourceLimits denying =
        SourceLimits.defaults().withCallers(List.of(), List.of(AddressBlock.parse("127.0.0.2")));
    Server server = start(Server.builder().listen(UDP).sources(denying));
    assertEquals(RefusalProblem.DENIED, refusal(server, new Peer("127.0.0.2", 0).address()));
    assertTrue(open(server, new Peer().address()).isOpen());
  }
}
