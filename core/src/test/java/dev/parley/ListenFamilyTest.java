package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.internal.net.AddressFamilies;
import dev.parley.session.Address;
import dev.parley.session.AddressInUseException;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.SessionClosedException;
import dev.parley.testing.ChildJvm;
import dev.parley.testing.EventRecorder;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which peers are served at all addresses: IPv4 at `0.0.0.0`, IPv6 at `::`, both at `*`.
class ListenFamilyTest {
  private static final int TRIES = 20;

  @BeforeEach
  void needsIpv6() throws IOException {
    assumeIpv6();
  }

  /// Skips a test if there is no IPv6.
  static void assumeIpv6() throws IOException {
    Assumptions.assumeTrue(
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .anyMatch(each -> each instanceof Inet6Address && each.isLoopbackAddress()),
        "no IPv6 here");
  }

  /// Returns a server that answers with the listen address used for that peer.
  private static Server server(EventRecorder events, String... addresses) throws IOException {
    Map<Long, String> listeners = new ConcurrentHashMap<>();
    Server.Builder builder =
        Server.builder()
            .allowPlain(true)
            .handler((session, message) -> session.send(listeners.get(session.id())))
            .events(event -> {
              if (event instanceof Event.SessionOpened opened) {
                listeners.put(opened.session(), opened.listener().toString());
              }
              events.accept(event);
            });
    for (String address : addresses) {
      builder.listen(address);
    }
    return builder.start();
  }

  /// Returns what a server at this port answers to a client that calls `host`; "refused" if nobody
  /// listens there.
  private static String answer(String scheme, String host, int port)
      throws IOException, InterruptedException {
    Address called = Address.parse(scheme + "://x").withHost(host).withPort(port);
    return switch (Client.tryConnect(called, ClientOptions.defaults())) {
      case ConnectOutcome.Failed failed -> {
        assertEquals(ConnectOutcome.Failure.REFUSED, failed.failure());
        yield "refused";
      }
      case ConnectOutcome.Connected(Client client) -> {
        try (client) {
          client.send("x".repeat(64)); // over UDP no answer is larger than the request
          yield String.valueOf(client.receive(Duration.ofSeconds(20)).text());
        } catch (SessionClosedException e) {
          assertEquals(CloseReason.UNREACHABLE, e.reason());
          yield "refused";
        }
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "tcp, 0.0.0.0, true, false",
    "tcp, [::], false, true",
    "tcp, *, true, true",
    "udp, 0.0.0.0, true, false",
    "udp, [::], false, true",
    "udp, *, true, true"
  })
  void everyAddressIsThatOfItsFamily(String scheme, String host, boolean ipv4, boolean ipv6)
      throws Exception {
    Assumptions.assumeTrue(AddressFamilies.canSeparate(), "no foreign calls here");
    EventRecorder events = new EventRecorder();
    try (Server server = server(events, scheme + "://" + host + ":0")) {
      int port = server.address().port();
      String listener = scheme + "://" + host + ":" + port;
      assertEquals(listener, events.await(Event.Listening.class).address().toString());
      assertEquals(ipv4 ? listener : "refused", answer(scheme, "127.0.0.1", port));
      assertEquals(ipv6 ? listener : "refused", answer(scheme, "::1", port));
    }
  }

  /// The address that `serve` prints can be used by a client as it is.
  @ParameterizedTest
  @CsvSource({
    "tcp, 127.0.0.1, 0.0.0.0, *",
    "tcp, 0.0.0.0, 0.0.0.0, *",
    "tcp, ::1, ::, *",
    "tcp, ::, ::, *",
    "tcp, *, 0.0.0.0, ::",
    "udp, 127.0.0.1, 0.0.0.0, *",
    "udp, 0.0.0.0, 0.0.0.0, *",
    "udp, ::1, ::, *",
    "udp, ::, ::, *",
    "udp, *, 0.0.0.0, ::"
  })
  void whoCallsEveryAddressCallsThisMachine(String scheme, String host, String one, String other)
      throws Exception {
    Assumptions.assumeTrue(AddressFamilies.canSeparate(), "no foreign calls here");
    try (Server server =
        server(
            new EventRecorder(),
            Address.parse(scheme + "://x").withHost(host).withPort(0).toString())) {
      int port = server.address().port();
      String listener = server.address().toString();
      assertEquals(listener, answer(scheme, one, port));
      assertEquals(listener, answer(scheme, other, port));
    }
  }

  @ParameterizedTest
  @CsvSource({"tcp, 127.0.0.1, ::", "tcp, ::1, 0.0.0.0", "udp, 127.0.0.1, ::", "udp, ::1, 0.0.0.0"})
  void whoCallsEveryAddressOfAFamilyCallsThatAlone(String scheme, String host, String other)
      throws Exception {
    Assumptions.assumeTrue(AddressFamilies.canSeparate(), "no foreign calls here");
    try (Server server =
        server(
            new EventRecorder(),
            Address.parse(scheme + "://x").withHost(host).withPort(0).toString())) {
      assertEquals("refused", answer(scheme, other, server.address().port()));
    }
  }

  /// Listens with both at one port; the system chooses the first one's.
  private static Server pair(String scheme) throws IOException {
    for (int i = 0; ; i++) {
      String port = freePort(scheme);
      try {
        return server(new EventRecorder(), scheme + "://0.0.0.0" + port, scheme + "://[::]" + port);
      } catch (AddressInUseException e) {
        if (i == TRIES) {
          throw e;
        }
      }
    }
  }

  /// Returns a free port, after a colon.
  private static String freePort(String scheme) throws IOException {
    try (Server probe = server(new EventRecorder(), scheme + "://*:0")) {
      return ":" + probe.address().port();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void bothShareAPort(String scheme) throws Exception {
    Assumptions.assumeTrue(AddressFamilies.canSeparate(), "no foreign calls here");
    try (Server server = pair(scheme)) {
      int port = server.address().port();
      assertEquals(scheme + "://0.0.0.0:" + port, answer(scheme, "127.0.0.1", port));
      assertEquals(scheme + "://[::]:" + port, answer(scheme, "::1", port));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tcp, *, 0.0.0.0",
    "tcp, 0.0.0.0, *",
    "tcp, *, [::]",
    "tcp, 0.0.0.0, 127.0.0.1",
    "tcp, 127.0.0.1, *",
    "udp, *, 0.0.0.0",
    "udp, [::], *",
    "udp, *, [::1]"
  })
  void listenersOfOneServerThatOverlapAreItsOwnFault(String scheme, String first, String second)
      throws Exception {
    for (int i = 0; ; i++) {
      String port = freePort(scheme);
      String one = scheme + "://" + first + port;
      String other = scheme + "://" + second + port;
      try {
        IllegalArgumentException e =
            assertThrows(
                IllegalArgumentException.class,
                () -> server(new EventRecorder(), one, other).close());
        assertEquals(
            "this server listens at "
                + one
                + " already, which overlaps "
                + other
                + "; one of them is enough",
            e.getMessage());
        return;
      } catch (AssertionError e) {
        if (i == TRIES || !(e.getCause() instanceof AddressInUseException)) {
          throw e;
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tcp, *, 0.0.0.0",
    "tcp, 0.0.0.0, *",
    "tcp, *, [::]",
    "udp, *, 0.0.0.0",
    "udp, 0.0.0.0, *",
    "udp, [::], *"
  })
  void aServerThatComesLaterFindsItsAddressTaken(String scheme, String first, String second)
      throws Exception {
    try (Server server = server(new EventRecorder(), scheme + "://" + first + ":0")) {
      String later = scheme + "://" + second + ":" + server.address().port();
      AddressInUseException e =
          assertThrows(
              AddressInUseException.class, () -> server(new EventRecorder(), later).close());
      assertEquals(later, e.address().toString());
    }
  }

  /// A server in a JVM that makes no foreign calls, and so cannot have an IPv6-only socket.
  static final class WithoutForeignCalls {
    private WithoutForeignCalls() {}

    static void main() throws Exception {
      for (String scheme : List.of("tcp", "udp")) {
        EventRecorder events = new EventRecorder();
        try (Server server = server(events, scheme + "://[::]:0")) {
          int port = server.address().port();
          if (scheme.equals("tcp")) {
            try (Client client =
                Client.connect(Address.tcp("127.0.0.1", port), ClientOptions.defaults())) {
              System.out.println(client.receive(Duration.ofSeconds(20)));
            }
            System.out.println(events.await(Event.PeerRefused.class).why());
          } else {
            try (Client client =
                Client.connect(Address.udp("127.0.0.1", port), ClientOptions.defaults())) {
              client.send("is not heard");
            }
          }
          System.out.println(name(answer(scheme, "::1", port), port));
          System.out.println(events.all(Event.SessionOpened.class).size());
        }
        try (Server both = pair(scheme)) {
          int port = both.address().port();
          System.out.println(name(answer(scheme, "127.0.0.1", port), port));
          System.out.println(name(answer(scheme, "::1", port), port));
        }
      }
    }

    private static String name(String answer, int port) {
      return answer.replace(":" + port, ":PORT");
    }
  }

  @Test
  void withoutForeignCallsPeersOverIpv4AreRefusedAndAPairHasOneSocket() throws Exception {
    List<String> lines = new ArrayList<>();
    try (ChildJvm jvm = ChildJvm.start(WithoutForeignCalls.class, 0, "-Ddev.parley.udp=channel")) {
      lines.addAll(jvm.awaitEnd().lines().toList());
    }
    assertEquals(
        List.of(
            "null",
            "this listener is for IPv6 alone",
            "tcp://[::]:PORT",
            "1",
            "tcp://*:PORT",
            "tcp://*:PORT",
            "udp://[::]:PORT",
            "1",
            "udp://*:PORT",
            "udp://*:PORT"),
        lines);
  }

  @Test
  void aPairIsJoinedWhereAllElseIsTheSame() {
    List<Listener.Wanted> both =
        List.of(
            new Listener.Wanted(Address.parse("tcp://[::]:7"), null),
            new Listener.Wanted(Address.parse("udp://0.0.0.0:7"), null),
            new Listener.Wanted(Address.parse("tls://0.0.0.0:7"), null),
            new Listener.Wanted(Address.parse("tcp://0.0.0.0:0"), null),
            new Listener.Wanted(Address.parse("tcp://[::]:0"), null),
            new Listener.Wanted(Address.parse("tcp://0.0.0.0:8"), null));
    assertEquals(both, Listener.joined(both));
    List<Listener.Wanted> more = new ArrayList<>(both);
    more.add(new Listener.Wanted(Address.parse("tcp://0.0.0.0:7"), null));
    List<Listener.Wanted> joined = Listener.joined(more);
    assertEquals(both.size(), joined.size());
    assertEquals("tcp://*:7", joined.getLast().address().toString());
    assertTrue(joined.stream().noneMatch(one -> one.address().equals(both.getFirst().address())));
  }
}
