package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.session.Address;
import dev.parley.session.Event;
import dev.parley.session.Session;
import dev.parley.testing.ChildJvm;
import dev.parley.testing.EventRecorder;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A machine without IPv6, as far as JVM options can simulate one.
class NoIpv6Test {
  /// Listens on and connects to IPv6 addresses.
  static final class Ipv6Caller {
    private Ipv6Caller() {}

    static void main() throws Exception {
      for (String scheme : List.of("tcp", "udp")) {
        for (String host : List.of("[::1]", "[::]")) {
          tell(() -> server(scheme + "://" + host + ":0").close());
        }
        EventRecorder events = new EventRecorder();
        ClientOptions options = ClientOptions.defaults().withEvents(events);
        tell(() -> Client.connect(scheme + "://[::1]:9", options).close());
        System.out.println(events.all(Event.Defect.class).size());
        try (Server server = server(scheme + "://*:0")) {
          int port = server.address().port();
          tell(() -> fromIpv6(scheme + "://127.0.0.1:" + port));
          try (Client client =
              Client.connect(scheme + "://127.0.0.1:" + port, ClientOptions.defaults())) {
            client.send("hello");
            System.out.println(client.receive(Duration.ofSeconds(20)).text());
          }
        }
      }
    }

    private static Server server(String address) throws IOException {
      return Server.builder()
          .listen(address)
          .allowPlain(true)
          .handler((session, message) -> session.send(message))
          .start();
    }

    private static void fromIpv6(String server) throws IOException {
      try (Connector connector = Connector.open(1, ClientOptions.defaults(), (_, _) -> {})) {
        InetAddress here = InetAddress.getByAddress(new byte[16]);
        Session _ = connector.connect(Address.parse(server), new InetSocketAddress(here, 0));
      }
    }

    private interface Attempt {
      void run() throws IOException;
    }

    private static void tell(Attempt attempt) {
      try {
        attempt.run();
        System.out.println("done");
      } catch (IOException e) {
        String kind = e instanceof ConnectException ? "ConnectException" : "IOException";
        System.out.println(kind + " " + e.getMessage());
      }
    }
  }

  private static List<String> expected(String scheme) {
    return List.of(
        "IOException cannot listen on " + scheme + "://[::1]:0: this machine has no IPv6",
        "IOException cannot listen on " + scheme + "://[::]:0: this machine has no IPv6",
        "ConnectException cannot connect to " + scheme + "://[::1]:9: this machine has no IPv6",
        "0");
  }

  @Test
  void ipv6IsAnErrorWithASentence() throws Exception {
    try (ChildJvm jvm =
        ChildJvm.start(
            Ipv6Caller.class,
            0,
            "-Djava.net.preferIPv4Stack=true",
            "--enable-native-access=ALL-UNNAMED")) {
      List<String> lines = jvm.awaitEnd().lines().toList();
      assertEquals(expected("tcp"), lines.subList(0, 4));
      assertTrue(lines.get(4).endsWith(": this machine has no IPv6"), lines.get(4));
      assertEquals("hello", lines.get(5));
      assertEquals(expected("udp"), lines.subList(6, 10));
      assertTrue(lines.get(10).endsWith(": this machine has no IPv6"), lines.get(10));
      assertEquals("hello", lines.get(11));
    }
  }
}
