package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.session.Address;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A connect whose thread is interrupted, or whose connector is closed, in each phase.
class ConnectEndTest {
  private static final ClientOptions OPTIONS =
      ClientOptions.defaults().withConnectTimeout(Duration.ofSeconds(20));

  /// Returns the error of a connect that is interrupted at its start, or when `isReady` says so.
  private static String interrupted(String address, Runnable isReady) throws Exception {
    CompletableFuture<ConnectOutcome> outcome = new CompletableFuture<>();
    CompletableFuture<Boolean> isStillSet = new CompletableFuture<>();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              outcome.complete(Client.tryConnect(Address.parse(address), OPTIONS));
              isStillSet.complete(Thread.currentThread().isInterrupted());
            });
    isReady.run();
    caller.interrupt();
    ConnectOutcome.Failed failed =
        assertInstanceOf(ConnectOutcome.Failed.class, outcome.get(Wait.SECONDS, TimeUnit.SECONDS));
    assertEquals(ConnectOutcome.Failure.NETWORK, failed.failure());
    assertTrue(isStillSet.get(Wait.SECONDS, TimeUnit.SECONDS));
    return failed.detail();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "tls"})
  void interruptedWhileTheServerDoesNotAccept(String scheme) throws Exception {
    try (Backlog full = new Backlog()) {
      String address = scheme + "://127.0.0.1:" + full.port();
      assertEquals(
          "cannot connect to " + address + ": interrupted while connecting",
          interrupted(address, () -> {}));
    }
  }

  @Test
  void interruptedInTheLogin() throws Exception {
    List<Socket> accepted = new ArrayList<>();
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "tls://127.0.0.1:" + silent.getLocalPort();
      String said = interrupted(address, () -> accepted.add(awaitHello(silent)));
      assertEquals("cannot connect to " + address + ": interrupted while connecting", said);
    } finally {
      for (Socket each : accepted) {
        each.close();
      }
    }
  }

  @Test
  void interruptedBeforeItBegan() throws Exception {
    for (String address : List.of("tcp://localhost:1", "unix:/nowhere", "tls://localhost:1")) {
      Thread.currentThread().interrupt();
      ConnectOutcome outcome = Client.tryConnect(Address.parse(address), OPTIONS);
      assertTrue(Thread.interrupted());
      String detail = assertInstanceOf(ConnectOutcome.Failed.class, outcome).detail();
      assertTrue(detail.endsWith(": interrupted while connecting"), detail);
    }
  }

  private static Socket awaitHello(ServerSocket server) {
    try {
      Socket peer = server.accept();
      assertTrue(peer.getInputStream().read() >= 0);
      return peer;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void closedInTheLogin() throws Exception {
    Connector connector = Connector.open(1, OPTIONS, (_, _) -> {});
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "tls://127.0.0.1:" + silent.getLocalPort();
      CompletableFuture<String> said =
          CompletableFuture.supplyAsync(() -> connectFault(connector, address));
      try (Socket peer = silent.accept()) {
        assertTrue(peer.getInputStream().read() >= 0);
        connector.close();
        String sentence = "cannot connect to " + address + ": the client was closed meanwhile";
        assertEquals(sentence, said.get(Wait.SECONDS, TimeUnit.SECONDS));
        assertEquals(sentence, connectFault(connector, address));
      }
    } finally {
      connector.close();
    }
  }

  private static String connectFault(Connector connector, String address) {
    try {
      return "connected: " + connector.connect(address);
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /// A listener that accepts nobody and whose backlog is full: the next connect hangs.
  private static final class Backlog implements AutoCloseable {
    private final ServerSocket listener;
    private final List<Socket> waiting = new ArrayList<>();

    Backlog() throws IOException {
      listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      try {
        while (waiting.size() < 64) {
          Socket next = new Socket();
          waiting.add(next);
          next.connect(listener.getLocalSocketAddress(), 200);
        }
      } catch (SocketTimeoutException e) {
        // The backlog is full.
      }
    }

    int port() {
      return ((InetSocketAddress) listener.getLocalSocketAddress()).getPort();
    }

    @Override
    public void close() throws IOException {
      for (Socket each : waiting) {
        each.close();
      }
      listener.close();
    }
  }
}
