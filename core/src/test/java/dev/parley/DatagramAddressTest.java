package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.testing.ChildJvm;
import dev.parley.testing.EventRecorder;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Datagrams of every kind of address, there and back.
class DatagramAddressTest {
  private final EventRecorder events = new EventRecorder();
  private final BlockingQueue<SocketAddress> peers = new LinkedBlockingQueue<>();

  /// Echoes, and notes from whom.
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
    answers("udp://[::]:0", "::1");
  }

  @Test
  void ipv4AtASocketForBothStaysIpv4() throws Exception {
    assumeIpv6();
    answers("udp://[::]:0", "127.0.0.1");
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

  /// A server and a client in a JVM without IPv6, whose sockets have another form of addresses.
  static final class Ipv4Only {
    private Ipv4Only() {}

    static void main() throws Exception {
      EventRecorder events = new EventRecorder();
      try (Server server =
              Server.builder()
                  .listen("udp://127.0.0.1:0")
                  .handler((session, message) -> session.send(message))
                  .events(events)
                  .start();
          Client client = Client.connect(server.address(), ClientOptions.defaults())) {
        for (String text : List.of("hello", "", "again")) {
          client.send(text);
          System.out.println("<" + client.receive(Duration.ofSeconds(5)).text() + ">");
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
