package dev.parley;

import static dev.parley.testing.ProxyHeaders.DATAGRAM;
import static dev.parley.testing.ProxyHeaders.STREAM;
import static dev.parley.testing.ProxyHeaders.at;
import static dev.parley.testing.ProxyHeaders.binary;
import static dev.parley.testing.ProxyHeaders.joined;
import static dev.parley.testing.ProxyHeaders.local;
import static dev.parley.testing.ProxyHeaders.noChecksum;
import static dev.parley.testing.ProxyHeaders.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Message;
import dev.parley.limit.AddressBlock;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.ProxyProtocol;
import dev.parley.session.Session;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.Opened;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Datagrams behind a proxy, each with its header, and datagrams from other senders.
final class ProxyDatagramTest {
  private static final ProxyProtocol LOOPBACK = ProxyProtocol.from(AddressBlock.parse("127.0.0.1"));
  private static final InetSocketAddress CLIENT = at("203.0.113.7", 56324);
  private static final InetSocketAddress CALLED = at("192.0.2.1", 443);

  /// Answers with the session's number and addresses, and the message; not automatic, like a
  /// person.
  private static final Handler WHO =
      new Handler() {
        @Override
        public void received(Session session, Message message) {
          session.send(
              session.id() + " " + session.peer() + " " + session.local() + " " + message.text());
        }

        @Override
        public boolean isAutomatic() {
          return false;
        }
      };

  private final EventRecorder events = new EventRecorder();
  @AutoClose private final Opened opened = new Opened();

  private Server start(String address, ProxyProtocol proxy, Handler handler, Security security)
      throws IOException {
    return opened.keep(
        Server.builder()
            .listen(address, proxy)
            .allowPlain(true)
            .handler(handler)
            .security(security)
            .events(events)
            .loops(1)
            .start());
  }

  private Server start(Handler handler) throws IOException {
    return start("udp://127.0.0.1:0", LOOPBACK, handler, Security.none());
  }

  private DatagramSocket socket() throws IOException {
    DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(Wait.MILLIS);
    opened.add(socket);
    return socket;
  }

  private static void send(DatagramSocket from, Server server, byte[] bytes) throws IOException {
    from.send(
        new DatagramPacket(
            bytes, bytes.length, InetAddress.getLoopbackAddress(), server.address().port()));
  }

  private static void send(DatagramSocket from, Server server, byte[] header, String text)
      throws IOException {
    send(from, server, joined(header, text.getBytes(UTF_8)));
  }

  private static String receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), UTF_8);
  }

  private static byte[] header(InetSocketAddress client) {
    return binary(DATAGRAM, client, CALLED);
  }

  private String refusal() throws InterruptedException {
    return events.await(Event.DatagramRefused.class).why();
  }

  /// The bytes of section 2.2 of the specification, written by hand; with batches, on one address
  /// and on all.
  @ParameterizedTest
  @ValueSource(strings = {"udp://127.0.0.1:0", "udp://*:0"})
  void theSessionIsTheClientsAndAnswersGoToTheProxyWithoutAHeader(String address) throws Exception {
    Server server = start(address, LOOPBACK, WHO, Security.none());
    DatagramSocket proxy = socket();
    String header = "0d0a0d0a000d0a515549540a2112000ccb007107c0000201dc0401bb";
    send(proxy, server, HexFormat.of().parseHex(header), "x");
    assertEquals("1 /203.0.113.7:56324 /192.0.2.1:443 x", receive(proxy));
    send(proxy, server, HexFormat.of().parseHex(header), "");
    assertEquals("1 /203.0.113.7:56324 /192.0.2.1:443 ", receive(proxy));
    assertEquals("203.0.113.7:56324", events.await(Event.SessionOpened.class).peer());
  }

  @Test
  void sessionsAreToldApartByTheClientAndByTheProxy() throws Exception {
    Server server = start(WHO);
    DatagramSocket proxy = socket();
    DatagramSocket other = socket();
    send(proxy, server, header(CLIENT), "a");
    assertEquals("1 /203.0.113.7:56324 /192.0.2.1:443 a", receive(proxy));
    send(proxy, server, header(at("203.0.113.8", 56324)), "b");
    assertEquals("2 /203.0.113.8:56324 /192.0.2.1:443 b", receive(proxy));
    send(proxy, server, header(CLIENT), "c");
    assertEquals("1 /203.0.113.7:56324 /192.0.2.1:443 c", receive(proxy));
    send(other, server, header(CLIENT), "d");
    assertEquals("3 /203.0.113.7:56324 /192.0.2.1:443 d", receive(other));
    assertEquals(3, server.openSessions());
  }

  @Test
  void localCommandsAreTheProxysOwn() throws Exception {
    Server server = start(WHO);
    DatagramSocket proxy = socket();
    send(proxy, server, local(), "x");
    assertEquals(
        "1 /127.0.0.1:" + proxy.getLocalPort() + " /127.0.0.1:" + server.address().port() + " x",
        receive(proxy));
  }

  @Test
  void othersThanListedSendersAreNotHeard() throws Exception {
    Server server =
        start("udp://127.0.0.1:0", ProxyProtocol.parse("127.0.0.2"), WHO, Security.none());
    DatagramSocket stranger = socket();
    send(stranger, server, header(CLIENT), "x");
    assertEquals("PROXY headers are taken from 127.0.0.2 alone (ProxyProtocol)", refusal());
    Event.DatagramRefused refused = events.await(Event.DatagramRefused.class);
    assertEquals("127.0.0.1:" + stranger.getLocalPort(), refused.peer());
    assertEquals(0, server.openSessions());
  }

  @Test
  void datagramsWithoutAWholeHeaderOfTheirKindAreDropped() throws Exception {
    Server server = start(WHO);
    DatagramSocket proxy = socket();
    List<byte[]> bad =
        List.of(
            "hello there".getBytes(UTF_8),
            text(CLIENT, CALLED),
            binary(STREAM, CLIENT, CALLED),
            binary(DATAGRAM, CLIENT, CALLED, noChecksum()),
            Arrays.copyOf(header(CLIENT), 27),
            header(at("224.0.0.1", 56324)),
            header(at("203.0.113.7", 0)),
            new byte[0]);
    for (byte[] datagram : bad) {
      send(proxy, server, datagram);
    }
    List<Event.DatagramRefused> refused =
        events.await(Event.DatagramRefused.class, _ -> true, bad.size());
    for (Event.DatagramRefused one : refused) {
      assertTrue(
          one.why().endsWith("; this listener demands a PROXY header of everybody (ProxyProtocol)"),
          one.why());
    }
    assertEquals(0, server.openSessions());
    send(proxy, server, header(CLIENT), "x");
    assertEquals("1 /203.0.113.7:56324 /192.0.2.1:443 x", receive(proxy));
  }

  /// A local proxy exposes a loopback listener to strangers: an answer is never larger than what
  /// the client has sent, since the client's address may be forged.
  @Test
  void clientsBehindALocalProxyCountAsStrangers() throws Exception {
    Server server = start((session, message) -> session.send(message.text() + "!"));
    DatagramSocket proxy = socket();
    send(proxy, server, header(CLIENT), "x");
    assertTrue(refusal().contains("never larger than what was asked (1 bytes)"), refusal());
  }

  @Test
  void portsThatAnswerByThemselvesAreTheClientsNotTheProxys() throws Exception {
    Server server = start((session, message) -> session.send(message));
    DatagramSocket proxy = socket();
    send(proxy, server, header(at("203.0.113.7", 7)), "x");
    assertTrue(refusal().contains("which answers by itself"), refusal());
  }

  @Test
  void sealedSessionsGoThroughAProxyTooAndFollowTheirClient() throws Exception {
    Security sealed = Sealed.with(NamedKey.generate("laptop", Entropy.secure()));
    Server server = start("udp://127.0.0.1:0", LOOPBACK, WHO, sealed);
    try (DatagramRelay relay = new DatagramRelay(server.address())) {
      relay.toServer(bytes -> List.of(joined(header(CLIENT), bytes)));
      try (Client client =
          Client.connect(relay.address(), ClientOptions.defaults().withSecurity(sealed))) {
        assertAnswered("1 /203.0.113.7:56324 /192.0.2.1:443 a long word", client);
        relay.toServer(bytes -> List.of(joined(header(at("203.0.113.8", 9)), bytes)));
        assertAnswered("1 /203.0.113.8:9 /192.0.2.1:443 a long word", client);
        relay.move();
        assertAnswered("1 /203.0.113.8:9 /192.0.2.1:443 a long word", client);
      }
    }
    assertEquals("203.0.113.7:56324", events.await(Event.SessionOpened.class).peer());
  }

  /// Sends a request that is long enough to be answered, until the expected answer arrives:
  /// datagrams may be lost, and a session moves only after its client has proven its address.
  private static void assertAnswered(String expected, Client client) throws Exception {
    String answer = "";
    for (int tries = 0; tries < 20 && !answer.equals(expected); tries++) {
      client.send(Message.of("a long word"));
      try {
        Message message = client.receive(Duration.ofSeconds(1));
        assertNotNull(message);
        answer = message.text();
      } catch (SocketTimeoutException e) {
        // lost
      }
    }
    assertEquals(expected, answer);
  }
}
