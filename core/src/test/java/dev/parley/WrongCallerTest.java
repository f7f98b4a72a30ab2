package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.hmac.Hmac;
import dev.parley.hmac.HmacAlgorithm;
import dev.parley.hmac.Secret;
import dev.parley.secure.Security;
import dev.parley.session.Address;
import dev.parley.session.Event;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ScriptedPeer;
import dev.parley.tls.Authority;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsFiles;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A TLS client at a plain server, and the reverse: each is told so in its own protocol.
class WrongCallerTest {
  /// A complete ClientHello record.
  private static final String HELLO = "\26\3\1\0\144\1\0\0\140\3\3\nevil\nevil;" + "x".repeat(90);

  private static final String ALERT = "\25\3\3\0\2\2\n";

  @TempDir private Path directory;

  private final EventRecorder events = new EventRecorder();

  private Server.Builder builder() {
    return Server.builder()
        .listen("tcp://127.0.0.1:0")
        .handler((session, message) -> session.send(message))
        .events(events)
        .loops(1);
  }

  /// Returns everything the server sends to a peer that sends this and ends its side.
  private static String answer(Server.Builder builder, String said) throws Exception {
    try (Server server = builder.start();
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      peer.send(said.getBytes(StandardCharsets.ISO_8859_1)).endOutput();
      return new String(peer.readAll(), StandardCharsets.ISO_8859_1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auto",
        "line",
        "line:crlf",
        "delimiter:;",
        "length:1",
        "length:2be",
        "length:4be",
        "length:4le",
        "length:8be",
        "length:varint",
        "length:4be:chars",
        "netstring",
        "ready",
        "ready:chars"
      })
  void aClientHelloIsAnsweredWithAnAlert(String framing) throws Exception {
    assertEquals(ALERT, answer(builder().framing(Framing.parse(framing)), HELLO));
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", "stream"})
  void whereEveryByteIsAMessageItIsOne(String framing) throws Exception {
    assertEquals(HELLO, answer(builder().framing(Framing.parse(framing)), HELLO));
  }

  @Test
  void aPartOfAMessageOfOneLengthIsAnsweredWithNothing() throws Exception {
    assertEquals("", answer(builder().framing(Framing.parse("fixed:400")), HELLO));
  }

  @Test
  void aFaultThatIsNoClientHelloIsAnsweredWithNothing() throws Exception {
    assertEquals("", answer(builder().framing(Framing.parse("length:4be")), "hello\n"));
  }

  @Test
  void aClientHelloBehindAMessageIsAnsweredWithNothing() throws Exception {
    String message = "\0\0\0\2hi";
    assertEquals(message, answer(builder().framing(Framing.parse("length:4be")), message + HELLO));
  }

  @Test
  void aServerThatAsksForASecretSaysNothingToStrangers() throws Exception {
    Security login = Hmac.with(HmacAlgorithm.SHA256, Secret.ofText("secret"));
    assertEquals(32, answer(builder().security(login).framing(Framing.line()), HELLO).length());
  }

  @Test
  void plainTextAtAnAddressOfTlsIsAnsweredWithAnAlert() throws Exception {
    try (Server server =
        Server.builder()
            .listen("tls://127.0.0.1:0")
            .tls(Tls.server(List.of(pair())))
            .handler((session, message) -> session.send(message))
            .start()) {
      for (String said : List.of("h", "hello\n", "GET / HTTP/1.1\r\n\r\n", "\0\0\0\5hello")) {
        try (ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
          peer.send(said).endOutput();
          assertEquals(ALERT, peer.readAllText(), said);
        }
      }
    }
  }

  @Test
  void aClientOfTlsNamesThePlainServer() throws Exception {
    try (Server server = builder().framing(Framing.line()).start()) {
      Address address = Address.parse("tls://127.0.0.1:" + server.address().port());
      ConnectOutcome.Failed failed =
          assertInstanceOf(
              ConnectOutcome.Failed.class,
              Client.tryConnect(
                  address, ClientOptions.defaults().withTls(Tls.client().withoutVerification())));
      assertEquals(ConnectOutcome.Failure.LOGIN_REFUSED, failed.failure());
      assertTrue(failed.detail().contains("to be called with tcp://"), failed.detail());
    }
  }

  @Test
  void aServerThatIsSilentInALoginIsTold() throws Exception {
    try (ServerSocketChannel silent =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      int port = ((InetSocketAddress) silent.getLocalAddress()).getPort();
      Address address = Address.parse("tls://127.0.0.1:" + port);
      Thread caller =
          Thread.ofVirtual()
              .start(() ->
                  Client.tryConnect(
                      address,
                      ClientOptions.defaults()
                          .withTls(Tls.client().withoutVerification())
                          .withEvents(events)));
      assertEquals(address, events.await(Event.ServerSilent.class).server());
      caller.interrupt();
      caller.join();
    }
  }

  private TlsFiles pair() throws Exception {
    return Authority.write(directory, "own", Authority.selfSigned());
  }
}
