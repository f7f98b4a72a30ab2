package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hmac.Hmac;
import dev.parley.hmac.HmacAlgorithm;
import dev.parley.hmac.Secret;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import dev.parley.tls.Authority;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server that shuts down during a login: that does not count as a refusal.
class LoginShutdownTest {
  @TempDir private Path directory;

  private static Security security(String kind) {
    return switch (kind) {
      case "sealed" -> Sealed.with(NamedKey.generate("laptop", Entropy.secure()));
      case "hmac" -> Hmac.with(HmacAlgorithm.SHA256, Secret.of(new byte[32]));
      default -> Security.none();
    };
  }

  private static String scheme(String kind) {
    return kind.equals("tls") ? "tls://" : "tcp://";
  }

  @ParameterizedTest
  @ValueSource(strings = {"sealed", "hmac", "tls"})
  void aServerThatShutsDownCutsALogin(String kind) throws Exception {
    EventRecorder events = new EventRecorder();
    TlsServer tls = Tls.server(List.of(new Authority(directory, "ca").sign("server", "localhost")));
    try (Server server =
            Server.builder()
                .listen(scheme(kind) + "127.0.0.1:0")
                .tls(tls)
                .security(security(kind))
                .handler((session, message) -> session.send(message))
                .events(events)
                .start();
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      if (kind.equals("tls")) {
        peer.sendHex("160301");
        while (server.openSessions() == 0) { // in TLS the client speaks first
          Thread.onSpinWait();
        }
      } else {
        peer.read(32);
      }
      assertTrue(server.shutdown(Wait.TIME));
      assertThrows(IOException.class, peer::readAll, "an end of stream would be a refusal");
      assertEquals(CloseReason.SHUTDOWN, events.await(Event.SessionClosed.class).reason());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sealed", "hmac", "tls"})
  void aLoginThatIsCutIsNotCalledRefused(String kind) throws Exception {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
      Address address = Address.parse(scheme(kind) + "127.0.0.1:" + port);
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
