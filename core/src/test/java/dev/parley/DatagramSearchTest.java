package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.frame.Message;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import dev.parley.session.Address;
import dev.parley.session.Event;
import dev.parley.testing.ChildJvm;
import dev.parley.testing.EventRecorder;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// UDP clients that connect to a name with several addresses.
@EnabledOnOs(OS.LINUX)
class DatagramSearchTest {
  private static final String FIRST = "127.77.0.1";
  private static final String SECOND = "127.77.0.2";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// Connects to `both.test`, which has both addresses; prints what happens.
  static final class Calls {
    private Calls() {}

    static void main() throws Exception {
      atTheSecondAddress(Security.none());
      atTheSecondAddress(Sealed.with(NamedKey.generate("laptop", Entropy.secure())));
      nobodyYet();
      nobody();
      answeredOnce();
    }

    private static void atTheSecondAddress(Security security) throws Exception {
      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      Server.Builder builder =
          Server.builder()
              .listen("udp://" + SECOND + ":0")
              .security(security)
              .handler((session, message) -> {
                heard.add(message.text());
                session.send(message);
              });
      EventRecorder events = new EventRecorder();
      try (Server server = builder.start();
          Client client =
              Client.connect(
                  Address.udp("both.test", server.address().port()),
                  ClientOptions.defaults().withSecurity(security).withEvents(events))) {
        for (String text : List.of("one", "", "three")) {
          client.send(text);
        }
        for (int i = 0; i < 3; i++) {
          System.out.println("<" + client.receive(PATIENCE).text() + ">");
        }
        InetSocketAddress peer = (InetSocketAddress) client.peer();
        System.out.println(peer.getAddress().equals(InetAddress.ofLiteral(SECOND)));
        System.out.println(client.session().traffic().messagesOut());
        System.out.println(heard);
        System.out.println(events.all(Event.Unreachable.class).size());
      }
    }

    /// Nobody listens at first; later somebody does at the first address.
    private static void nobodyYet() throws Exception {
      int port = freePort();
      EventRecorder events = new EventRecorder();
      ClientOptions options =
          ClientOptions.defaults().withIgnoreUnreachable(true).withEvents(events);
      try (Client client = Client.connect(Address.udp("both.test", port), options)) {
        client.send("lost");
        System.out.println(events.await(Event.Unreachable.class).failures());
        try (DatagramSocket later = new DatagramSocket(port, InetAddress.ofLiteral(FIRST))) {
          client.send("heard");
          DatagramPacket packet = new DatagramPacket(new byte[9], 9);
          later.receive(packet);
          System.out.println(new String(packet.getData(), 0, packet.getLength(), UTF_8));
          later.send(packet);
          System.out.println(client.receive(PATIENCE).text());
        }
      }
    }

    /// Nobody ever listens.
    private static void nobody() throws Exception {
      EventRecorder events = new EventRecorder();
      ClientOptions options = ClientOptions.defaults().withEvents(events);
      try (Client client = Client.connect(Address.udp("both.test", freePort()), options)) {
        client.send("lost");
        System.out.println(events.await(Event.SessionClosed.class).reason());
      }
    }

    /// What is sent to a server that has answered goes only to that server.
    @SuppressWarnings("try") // the first server ends before the test
    private static void answeredOnce() throws Exception {
      EventRecorder events = new EventRecorder();
      ClientOptions options = ClientOptions.defaults().withEvents(events);
      try (DatagramSocket first = new DatagramSocket(0, InetAddress.ofLiteral(FIRST));
          DatagramSocket second =
              new DatagramSocket(first.getLocalPort(), InetAddress.ofLiteral(SECOND));
          Client client = Client.connect(Address.udp("both.test", first.getLocalPort()), options)) {
        client.send("hello");
        DatagramPacket packet = new DatagramPacket(new byte[9], 9);
        first.receive(packet);
        first.send(packet);
        Message answer = client.receive(PATIENCE);
        System.out.println(answer.text());
        first.close();
        client.send("again");
        System.out.println(events.await(Event.SessionClosed.class).reason());
        byte[] end = {'e', 'n', 'd'};
        second.send(new DatagramPacket(end, 3, second.getLocalSocketAddress()));
        second.receive(packet);
        System.out.println(new String(packet.getData(), 0, packet.getLength(), UTF_8));
      }
    }

    /// Returns a port that is free at both addresses.
    private static int freePort() throws IOException {
      try (DatagramSocket one = new DatagramSocket(0, InetAddress.ofLiteral(FIRST));
          DatagramSocket other =
              new DatagramSocket(one.getLocalPort(), InetAddress.ofLiteral(SECOND))) {
        return other.getLocalPort();
      }
    }
  }

  @Test
  void aRefusedDatagramIsSentToTheNextAddressUntilTheFirstAnswer(@TempDir Path folder)
      throws Exception {
    Path hosts = Files.writeString(folder.resolve("hosts"), lines(FIRST, SECOND));
    String choice = "-Ddev.parley.udp=" + System.getProperty("dev.parley.udp", "");
    try (ChildJvm jvm =
        ChildJvm.start(
            Calls.class,
            0,
            "-Djdk.net.hosts.file=" + hosts,
            "--enable-native-access=ALL-UNNAMED",
            choice)) {
      String found = "<one>\n<>\n<three>\ntrue\n3\n[one, , three]\n0\n";
      assertEquals(
          found + found + "1\nheard\nheard\nUNREACHABLE\nhello\nUNREACHABLE\nend\n",
          jvm.awaitEnd());
    }
  }

  /// Includes an IPv6 address, and one that this machine cannot reach.
  @Test
  void theAddressesMayBeOfBothFamilies(@TempDir Path folder) throws Exception {
    ListenFamilyTest.assumeIpv6();
    Path hosts = Files.writeString(folder.resolve("hosts"), lines(FIRST, "::1"));
    try (ChildJvm jvm = ChildJvm.start(BothFamilies.class, 0, "-Djdk.net.hosts.file=" + hosts)) {
      assertEquals("hello\nhello\n", jvm.awaitEnd());
    }
  }

  /// Connects to a server at `::1` and to one at the other address.
  static final class BothFamilies {
    private BothFamilies() {}

    static void main() throws Exception {
      for (String host : List.of("[::1]", FIRST)) {
        try (Server server =
                Server.builder()
                    .listen("udp://" + host + ":0")
                    .handler((session, message) -> session.send(message))
                    .start();
            Client client =
                Client.connect(
                    Address.udp("both.test", server.address().port()), ClientOptions.defaults())) {
          client.send("hello");
          System.out.println(client.receive(PATIENCE).text());
        }
      }
    }
  }

  private static String lines(String... addresses) {
    StringBuilder lines = new StringBuilder();
    for (String address : addresses) {
      lines.append(address).append(" both.test\n");
    }
    return lines.toString();
  }
}
