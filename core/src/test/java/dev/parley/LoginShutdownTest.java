package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.secure.Digest;
import dev.parley.secure.Entropy;
import dev.parley.secure.NamedKey;
import dev.parley.secure.Secret;
import dev.parley.secure.Security;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ScriptedPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server that shuts down while a login is under way: that is no refusal.
class LoginShutdownTest {
  private static Security security(String kind) {
    return kind.equals("sealed")
        ? Security.sealed(NamedKey.generate("laptop", Entropy.secure()))
        : Security.hmac(Digest.SHA256, Secret.of(new byte[32]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sealed", "hmac"})
  void aServerThatShutsDownCutsALogin(String kind) throws Exception {
    EventRecorder events = new EventRecorder();
    try (Server server =
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .security(security(kind))
                .handler((session, message) -> session.send(message))
                .events(events)
                .start();
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      peer.read(32);
      assertTrue(server.shutdown(Duration.ofSeconds(10)));
      assertThrows(IOException.class, peer::readAll, "an end of stream would be a refusal");
      assertEquals(CloseReason.SHUTDOWN, events.await(Event.SessionClosed.class).reason());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sealed", "hmac"})
  void aLoginThatIsCutIsNotCalledRefused(String kind) throws Exception {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Address address =
          Address.tcp("127.0.0.1", ((InetSocketAddress) listener.getLocalAddress()).getPort());
      CompletableFuture<ConnectOutcome> outcome =
          CompletableFuture.supplyAsync(() ->
              Client.tryConnect(address, ClientOptions.defaults().withSecurity(security(kind))));
      try (ScriptedPeer server = new ScriptedPeer(listener.accept())) {
        server.reset();
      }
      ConnectOutcome.Failed failed = assertInstanceOf(ConnectOutcome.Failed.class, outcome.get());
      assertEquals(ConnectOutcome.Failure.NETWORK, failed.failure(), failed.detail());
    }
  }
}
