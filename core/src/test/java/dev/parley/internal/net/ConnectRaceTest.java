package dev.parley.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.ClosedPort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which of several addresses is connected to.
@Timeout(60)
final class ConnectRaceTest {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);
  private static final Sockets.Call ANY = new Sockets.Call(null, 0, 0);

  private final List<AutoCloseable> resources = new ArrayList<>();
  private int hosts = 1;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : resources) {
      resource.close();
    }
  }

  /// Returns an address of this machine that no other address of the test has.
  private InetAddress host() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 9, (byte) hosts++});
  }

  private InetSocketAddress listening() throws IOException {
    ServerSocket server = new ServerSocket(0, 50, host());
    resources.add(server);
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  private InetSocketAddress refusing() throws Exception {
    ClosedPort closed = ClosedPort.tcp();
    resources.add(closed);
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), closed.number());
  }

  /// Returns an address that does not answer: a listener whose backlog is full.
  private InetSocketAddress silent() throws Exception {
    ServerSocket server = new ServerSocket(0, 1, host());
    resources.add(server);
    InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
    for (boolean isFull = false; !isFull; ) {
      SocketChannel channel = SocketChannel.open();
      resources.add(channel);
      try {
        channel.socket().connect(address, 100);
      } catch (SocketTimeoutException e) {
        isFull = true;
      }
    }
    return address;
  }

  private InetSocketAddress make(String kind) throws Exception {
    return switch (kind) {
      case "listening" -> listening();
      case "refusing" -> refusing();
      case "silent" -> silent();
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private List<InetSocketAddress> make(List<String> kinds) throws Exception {
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (String kind : kinds) {
      addresses.add(make(kind));
    }
    return addresses;
  }

  @ParameterizedTest
  @CsvSource({
    "listening, 0",
    "listening listening, 0",
    "refusing listening, 1",
    "silent listening, 1",
    "silent refusing listening, 2",
    "refusing refusing silent listening, 3",
    "silent silent silent listening listening, 3"
  })
  void theFirstThatAcceptsIsConnected(String kinds, int winner) throws Exception {
    List<InetSocketAddress> addresses = make(List.of(kinds.split(" ", -1)));
    Connection connection = ConnectRace.connect(addresses, ANY, PATIENCE);
    resources.add(connection::close);

    assertEquals(addresses.get(winner), connection.peer());
    assertTrue(connection.channel().isBlocking());
  }

  @ParameterizedTest
  @CsvSource({"refusing", "refusing refusing"})
  void refusalsAreReported(String kinds) throws Exception {
    List<InetSocketAddress> addresses = make(List.of(kinds.split(" ", -1)));
    ConnectException refused =
        assertThrows(ConnectException.class, () -> ConnectRace.connect(addresses, ANY, PATIENCE));
    assertTrue(refused.getMessage().contains("refused"), refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"silent", "silent silent", "silent refusing"})
  void silenceLastsAsLongAsTheTimeout(String kinds) throws Exception {
    List<InetSocketAddress> addresses = make(List.of(kinds.split(" ", -1)));
    assertThrows(
        SocketTimeoutException.class,
        () -> ConnectRace.connect(addresses, ANY, TimeUnit.MILLISECONDS.toNanos(600)));
  }

  @Test
  void aLocalPortIsUsedForOneAddressAfterTheOther() throws Exception {
    InetSocketAddress local =
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), refusing().getPort());
    resources.getLast().close();
    List<InetSocketAddress> addresses = make(List.of("refusing", "listening"));
    Connection connection = ConnectRace.connect(addresses, new Sockets.Call(local, 0, 0), PATIENCE);
    resources.add(connection::close);

    assertEquals(local, connection.local());
    assertEquals(addresses.getLast(), connection.peer());
  }

  @Test
  void anInterruptEndsIt() throws Exception {
    List<InetSocketAddress> addresses = make(List.of("silent", "silent"));
    Thread.currentThread().interrupt();
    assertThrows(
        ClosedByInterruptException.class, () -> ConnectRace.connect(addresses, ANY, PATIENCE));
    assertTrue(Thread.interrupted());
  }

  @ParameterizedTest
  @CsvSource({
    "1.1.1.1, 1.1.1.1",
    "::1 ::2 ::3 1.1.1.1 1.1.1.2, ::1 1.1.1.1 ::2 1.1.1.2 ::3",
    "1.1.1.1 1.1.1.2 ::1, 1.1.1.1 ::1 1.1.1.2"
  })
  void familiesAlternate(String given, String order) {
    assertEquals(addresses(order), ConnectRace.alternating(addresses(given)));
  }

  private static List<InetSocketAddress> addresses(String text) {
    return Stream.of(text.split(" ", -1))
        .map(host -> new InetSocketAddress(InetAddress.ofLiteral(host), 9))
        .toList();
  }
}
