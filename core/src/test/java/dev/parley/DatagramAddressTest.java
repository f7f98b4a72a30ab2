package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import dev.parley.session.Address;
import dev.parley.session.Event;
import dev.parley.testing.ChildJvm;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Datagrams between all kinds of addresses, in both directions.
class DatagramAddressTest {
  private final EventRecorder events = new EventRecorder();
  private final BlockingQueue<SocketAddress> peers = new LinkedBlockingQueue<>();

  /// Echoes, and records the senders.
  private Server server(String address) throws IOException {
    return Server.builder()
        .listen(address)
        .allowPlain(true)
        .handler((session, message) -> {
          peers.add(session.peer());
          session.send(message);
        })
        .events(events)
        .loops(1)
        .start();
  }

  private static void talk(DatagramSocket socket, InetAddress host, int port) throws IOException {
    for (String text : List.of("hello", "", "again")) {
      byte[] bytes = text.getBytes(UTF_8);
      socket.send(new DatagramPacket(bytes, bytes.length, host, port));
      DatagramPacket packet = new DatagramPacket(new byte[99], 99);
      socket.receive(packet);
      assertEquals(text, new String(packet.getData(), 0, packet.getLength(), UTF_8));
      assertEquals(port, packet.getPort());
    }
  }

  private void answers(String listener, String host) throws Exception {
    InetAddress address = InetAddress.getAllByName(host)[0];
    try (Server server = server(listener);
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, 0))) {
      talk(socket, address, server.address().port());
      assertEquals(socket.getLocalSocketAddress(), peers.take());
      assertEquals(1, events.all(Event.SessionOpened.class).size());
    }
  }

  private static void assumeIpv6() throws IOException {
    Assumptions.assumeTrue(
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .anyMatch(each -> each instanceof Inet6Address && each.isLoopbackAddress()),
        "no IPv6 here");
  }

  @Test
  void ipv4() throws Exception {
    answers("udp://127.0.0.1:0", "127.0.0.1");
  }

  @Test
  void ipv6() throws Exception {
    assumeIpv6();
    answers("udp://[::1]:0", "::1");
  }

  @Test
  void ipv6AtASocketForBoth() throws Exception {
    assumeIpv6();
    answers("udp://*:0", "::1");
  }

  @Test
  void ipv4AtASocketForBothStaysIpv4() throws Exception {
    assumeIpv6();
    answers("udp://*:0", "127.0.0.1");
  }

  @Test
  void ipv6AtEveryAddressOfIpv6() throws Exception {
    assumeIpv6();
    answers("udp://[::]:0", "::1");
  }

  @Test
  void ipv4AtEveryAddressOfThisMachine() throws Exception {
    answers("udp://0.0.0.0:0", "127.0.0.1");
  }

  @Test
  void linkLocalAddressesKeepTheirInterface() throws Exception {
    Optional<InetAddress> found =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(each -> each instanceof Inet6Address && each.isLinkLocalAddress())
            .findFirst();
    Assumptions.assumeTrue(found.isPresent(), "no link-local address here");
    InetAddress address = found.orElseThrow();
    try (Server server = server("udp://[::]:0");
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, 0))) {
      talk(socket, address, server.address().port());
      InetSocketAddress peer = (InetSocketAddress) peers.take();
      assertEquals(
          ((Inet6Address) address).getScopeId(), ((Inet6Address) peer.getAddress()).getScopeId());
      assertEquals(socket.getLocalSocketAddress(), peer);
    }
  }

  /// Returns true if a server learns which of its addresses was called; elsewhere it reports that
  /// it does not.
  private boolean knowsItsAddresses() throws InterruptedException {
    boolean isKnown = events.await(Event.DatagramBatches.class).used();
    if (!isKnown) {
      events.await(Event.SourceAddressUnknown.class);
    }
    return isKnown;
  }

  private Server everywhere(String listener, Security security, BlockingQueue<SocketAddress> called)
      throws IOException {
    return Server.builder()
        .listen(listener)
        .allowPlain(true)
        .security(security)
        .handler((session, message) -> {
          called.add(session.local());
          session.send(message);
        })
        .events(events)
        .loops(1)
        .start();
  }

  /// A connected socket only receives from the address that it has connected to.
  private void answersWhereItWasCalled(String listener, String... hosts) throws Exception {
    BlockingQueue<SocketAddress> called = new LinkedBlockingQueue<>();
    try (Server server = everywhere(listener, Security.none(), called)) {
      Assumptions.assumeTrue(knowsItsAddresses(), "the system chooses the source");
      for (String host : hosts) {
        try (DatagramSocket socket = new DatagramSocket()) {
          InetSocketAddress at = new InetSocketAddress(host, server.address().port());
          socket.connect(at);
          socket.setSoTimeout(Wait.MILLIS);
          for (int round = 0; round < 3; round++) {
            talk(socket, at.getAddress(), at.getPort(), "a", "bc");
          }
          assertEquals(at, called.take());
          called.clear();
        }
      }
    }
    assertEquals(List.of(), events.all(Event.DatagramRefused.class));
    assertEquals(List.of(), events.all(Event.SourceAddressUnknown.class));
  }

  private static void talk(DatagramSocket socket, InetAddress host, int port, String... texts)
      throws IOException {
    for (String text : texts) {
      byte[] bytes = text.getBytes(UTF_8);
      socket.send(new DatagramPacket(bytes, bytes.length, host, port));
    }
    for (String text : texts) {
      DatagramPacket packet = new DatagramPacket(new byte[99], 99);
      socket.receive(packet);
      assertEquals(text, new String(packet.getData(), 0, packet.getLength(), UTF_8));
      assertEquals(host, packet.getAddress());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aServerAtEveryIpv4AddressAnswersFromTheOneThatWasCalled() throws Exception {
    answersWhereItWasCalled("udp://0.0.0.0:0", "127.0.0.2", "127.0.0.3", "127.0.0.1");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aServerAtEveryAddressAnswersFromTheOneThatWasCalled() throws Exception {
    assumeIpv6();
    answersWhereItWasCalled("udp://*:0", "127.0.0.2", "::1", "127.0.0.3");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aPeerThatCallsTwoAddressesHasOneSessionAndIsAnsweredFromTheLatest() throws Exception {
    BlockingQueue<SocketAddress> called = new LinkedBlockingQueue<>();
    try (Server server = everywhere("udp://0.0.0.0:0", Security.none(), called);
        DatagramSocket socket = new DatagramSocket()) {
      Assumptions.assumeTrue(knowsItsAddresses(), "the system chooses the source");
      socket.setSoTimeout(Wait.MILLIS);
      int port = server.address().port();
      for (String host : List.of("127.0.0.2", "127.0.0.3", "127.0.0.2")) {
        talk(socket, InetAddress.getByName(host), port, "one", "two", "3");
        assertEquals(new InetSocketAddress(host, port), called.take());
        called.clear();
      }
    }
    assertEquals(1, events.all(Event.SessionOpened.class).size());
  }

  /// No datagram can be sent from a broadcast address.
  @Test
  @EnabledOnOs(OS.LINUX)
  void aBroadcastIsAnsweredFromAnAddressOfOurs() throws Exception {
    BlockingQueue<SocketAddress> called = new LinkedBlockingQueue<>();
    try (Server server = everywhere("udp://0.0.0.0:0", Security.none(), called);
        DatagramSocket socket = new DatagramSocket()) {
      Assumptions.assumeTrue(knowsItsAddresses(), "the system chooses the source");
      socket.setSoTimeout(Wait.MILLIS);
      socket.setBroadcast(true);
      int port = server.address().port();
      socket.send(
          new DatagramPacket(new byte[] {7}, 1, InetAddress.getByName("127.255.255.255"), port));
      DatagramPacket packet = new DatagramPacket(new byte[9], 9);
      socket.receive(packet);
      assertEquals(InetAddress.getLoopbackAddress(), packet.getAddress());
      assertEquals(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), called.take());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void sealedClientsLogInAtAnyAddressOfTheServer() throws Exception {
    Security sealed = Sealed.with(NamedKey.generate("laptop", Entropy.secure()));
    BlockingQueue<SocketAddress> called = new LinkedBlockingQueue<>();
    try (Server server = everywhere("udp://0.0.0.0:0", sealed, called)) {
      Assumptions.assumeTrue(knowsItsAddresses(), "the system chooses the source");
      int port = server.address().port();
      ClientOptions options = ClientOptions.defaults().withSecurity(sealed);
      for (String host : List.of("127.0.0.2", "127.0.0.3")) {
        try (Client client = Client.connect(Address.udp(host, port), options)) {
          client.send("hello");
          assertEquals("hello", client.receive(Wait.TIME).text());
          assertEquals(new InetSocketAddress(host, port), called.take());
        }
      }
    }
  }

  /// A server and a client in a JVM without IPv6, whose sockets use another form of addresses.
  static final class Ipv4Only {
    private Ipv4Only() {}

    static void main() throws Exception {
      EventRecorder events = new EventRecorder();
      try (Server server =
              Server.builder()
                  .listen("udp://0.0.0.0:0")
                  .allowPlain(true)
                  .handler((session, message) -> session.send(message))
                  .events(events)
                  .start();
          Client client =
              Client.connect(
                  Address.udp(
                      events.await(Event.DatagramBatches.class).used() ? "127.0.0.2" : "127.0.0.1",
                      server.address().port()),
                  ClientOptions.defaults())) {
        for (String text : List.of("hello", "", "again")) {
          client.send(text);
          System.out.println("<" + client.receive(Wait.TIME).text() + ">");
        }
        System.out.println(events.await(Event.SessionOpened.class).peer().startsWith("127.0.0.1:"));
        System.out.println(events.all(Event.DatagramRefused.class));
      }
    }
  }

  @Test
  void withoutIpv6() throws Exception {
    String choice = "-Ddev.parley.udp=" + System.getProperty("dev.parley.udp", "");
    try (ChildJvm jvm =
        ChildJvm.start(
            Ipv4Only.class,
            0,
            "-Djava.net.preferIPv4Stack=true",
            "--enable-native-access=ALL-UNNAMED",
            choice)) {
      assertEquals("<hello>\n<>\n<again>\ntrue\n[]\n", jvm.awaitEnd());
    }
  }
}
