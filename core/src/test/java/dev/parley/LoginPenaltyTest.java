package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.hmac.Hmac;
import dev.parley.hmac.HmacAlgorithm;
import dev.parley.hmac.Secret;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Security;
import dev.parley.session.Address;
import dev.parley.session.Event;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.PenalisingServer;
import dev.parley.testing.ScriptedPeer;
import dev.parley.tls.Authority;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsClient;
import dev.parley.tls.TlsPeers;
import dev.parley.tls.TlsServer;
import dev.parley.tls.TlsVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What each kind of login failure costs its source: the number of seconds of a penalty determines
/// how many attempts are served before the source is refused. The logins of people are tested in
/// `PasswordPenaltyTest`.
@Timeout(300)
class LoginPenaltyTest {
  /// Short, so that a penalty has hardly decreased after the next login has taken as long.
  private static final Duration LOGIN = Duration.ofSeconds(1);

  /// Attempts that are all served if they cost nothing.
  private static final int MANY = 20;

  private static final Address NEIGHBOUR = Address.memory("neighbour");

  private static final byte[] HALF_HELLO = {22, 3, 1, 1, 0, 1, 0};
  private static final byte[] HTTP =
      "GET /x HTTP/1.1\r\nHost: victim:9000\r\nUser-Agent: Mozilla/5.0\r\n\r\n".getBytes(UTF_8);
  private static final byte[] NONSENSE = "what is this\r\n".repeat(40).getBytes(UTF_8);

  private static final byte[] STUN =
      Arrays.copyOf(new byte[] {0, 98, 0, 1, 0, 78, 0x21, 0x12, (byte) 0xa4, 0x42, 1, 2, 3}, 100);
  private static final byte[] REMOTE_DESKTOP =
      Arrays.copyOf(new byte[] {3, 0, 0, 43, 38, (byte) 0xe0, 0, 0, 0, 0, 0, 'C', 'o'}, 43);

  enum Mode {
    HMAC,
    SEALED,
    TLS,
    CLIENT_CA
  }

  /// One attempt.
  interface Attempt {
    void make(LoginPenaltyTest test, Address server) throws Exception;
  }

  record Way(String what, Mode mode, int seconds, Attempt attempt) {
    @Override
    public String toString() {
      return what;
    }
  }

  static List<Way> ways() {
    return List.of(
        new Way("hmac wrong", Mode.HMAC, 5, (_, server) -> say(server, new byte[32])),
        new Way("hmac nonsense", Mode.HMAC, 0, (_, server) -> say(server, NONSENSE)),
        new Way(
            "hmac nothing in time",
            Mode.HMAC,
            0,
            (test, server) -> test.waitOut(server, new byte[0])),
        new Way(
            "hmac half in time",
            Mode.HMAC,
            0,
            (test, server) -> test.waitOut(server, new byte[16])),
        new Way("hmac WebRTC", Mode.HMAC, 0, (_, server) -> say(server, STUN)),
        new Way("hmac remote desktop", Mode.HMAC, 0, (_, server) -> say(server, REMOTE_DESKTOP)),
        new Way("hmac left at once", Mode.HMAC, 0, (_, server) -> leave(server, new byte[0])),
        new Way("hmac left halfway", Mode.HMAC, 0, (_, server) -> leave(server, new byte[16])),
        new Way("hmac reset", Mode.HMAC, 0, (_, server) -> reset(server, new byte[16])),
        new Way(
            "sealed other key",
            Mode.SEALED,
            5,
            (_, server) -> refuse(server, sealed("known", OTHER_KEY))),
        new Way(
            "sealed other name",
            Mode.SEALED,
            5,
            (_, server) -> refuse(server, sealed("unknown", KEY))),
        new Way("sealed nonsense", Mode.SEALED, 0, (_, server) -> say(server, NONSENSE)),
        new Way(
            "sealed other framing",
            Mode.SEALED,
            0, // the key was right
            (_, server) -> refuse(server, sealed("known", KEY).withFraming(Framing.raw()))),
        new Way(
            "sealed nothing in time",
            Mode.SEALED,
            0,
            (test, server) -> test.waitOut(server, new byte[0])),
        new Way("sealed left at once", Mode.SEALED, 0, (_, server) -> leave(server, new byte[0])),
        new Way(
            "sealed left halfway",
            Mode.SEALED,
            0,
            (_, server) -> leave(server, new byte[] {5, 'k'})),
        new Way("sealed reset", Mode.SEALED, 0, (_, server) -> reset(server, new byte[] {5, 'k'})),
        new Way(
            "tls client knows not the authority",
            Mode.TLS,
            0,
            (_, server) -> refuse(local(server), tls(Tls.client()))),
        new Way(
            "tls client calls another name",
            Mode.TLS,
            0,
            (test, server) -> refuse(server, tls(test.trusting()))),
        new Way(
            "tls client has another pin",
            Mode.TLS,
            0,
            (_, server) -> refuse(local(server), tls(pinningAnother()))),
        new Way(
            "tls old client knows not the authority",
            Mode.CLIENT_CA,
            0,
            (test, server) -> test.refuse(server, test.strangers, "TLSv1.2")),
        new Way(
            "tls no version in common",
            Mode.TLS,
            0,
            (test, server) -> test.refuse(server, test.authority, "TLSv1.2")),
        new Way(
            "tls alert at once",
            Mode.TLS,
            0,
            (_, server) -> say(server, new byte[] {21, 3, 3, 0, 2, 2, 48})),
        new Way("tls nonsense", Mode.TLS, 0, (_, server) -> say(server, NONSENSE)),
        new Way(
            "tls no answer in time", Mode.TLS, 0, (test, server) -> test.waitOut(server, hello())),
        new Way("tls left at once", Mode.TLS, 0, (_, server) -> leave(server, new byte[0])),
        new Way("tls left halfway", Mode.TLS, 0, (_, server) -> leave(server, HALF_HELLO)),
        new Way("tls reset", Mode.TLS, 0, (_, server) -> reset(server, HALF_HELLO)),
        new Way("hmac web browser", Mode.HMAC, 0, (_, server) -> say(server, HTTP)),
        new Way("hmac web browser with TLS", Mode.HMAC, 0, (_, server) -> say(server, hello())),
        new Way("sealed web browser", Mode.SEALED, 0, (_, server) -> say(server, HTTP)),
        new Way("sealed browser with TLS", Mode.SEALED, 0, (_, server) -> say(server, hello())),
        new Way("tls web browser", Mode.TLS, 0, (_, server) -> say(server, HTTP)),
        new Way("certificate, web browser", Mode.CLIENT_CA, 0, (_, server) -> say(server, HTTP)),
        new Way("certificate, nonsense", Mode.CLIENT_CA, 0, (_, server) -> say(server, NONSENSE)),
        new Way(
            "certificate, broken hello",
            Mode.CLIENT_CA,
            0,
            (_, server) -> say(server, new byte[] {22, 3, 1, 0, 4, 77, 0, 0, 0})),
        new Way(
            "certificate none in time",
            Mode.CLIENT_CA,
            0,
            (test, server) -> test.waitOut(server, hello())),
        new Way(
            "certificate none",
            Mode.CLIENT_CA,
            0,
            (test, server) -> test.refuseAfterwards(server, null)),
        new Way(
            "certificate of a stranger",
            Mode.CLIENT_CA,
            5,
            (test, server) -> test.refuseAfterwards(server, test.strangers)),
        new Way(
            "certificate for a server that is not believed",
            Mode.CLIENT_CA,
            0,
            (_, server) -> refuse(local(server), tls(Tls.client()))));
  }

  private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final byte[] OTHER_KEY = "fedcba9876543210fedcba9876543210".getBytes(UTF_8);

  @TempDir private Path directory;

  private final EventRecorder events = new EventRecorder();
  private final ManualClock clock = new ManualClock();
  private Authority authority;
  private Authority strangers;
  private @Nullable Server server;

  /// A peer of the same loop that need not log in, by which the test wakes the loop when time has
  /// passed.
  private @Nullable Client neighbour;

  @BeforeEach
  void makeAuthorities() throws IOException {
    authority = new Authority(directory, "authority");
    strangers = new Authority(directory, "strangers");
  }

  @AfterEach
  void close() {
    if (neighbour != null) {
      neighbour.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private Address serve(Mode mode) throws IOException {
    TlsServer tls = Tls.server(List.of(authority.sign("server", "localhost")));
    Server.Builder builder =
        switch (mode) {
          case HMAC ->
              Server.builder()
                  .listen("tcp://127.0.0.1:0")
                  .security(Hmac.with(HmacAlgorithm.SHA256, Secret.ofFileContent(KEY)));
          case SEALED ->
              Server.builder()
                  .listen("tcp://127.0.0.1:0")
                  .security(Sealed.with(NamedKey.of("known", KEY)));
          case TLS -> Server.builder().listen("tls://127.0.0.1:0").tls(tls);
          case CLIENT_CA ->
              Server.builder()
                  .listen("tls://127.0.0.1:0")
                  .tls(tls.withClientAuthorities(authority.file()).withOldest(TlsVersion.TLS_1_2));
        };
    server =
        PenalisingServer.start(
            builder.loops(1).listen(NEIGHBOUR, own -> own.security(Security.none())),
            events,
            clock,
            LOGIN);
    neighbour = Client.connect(NEIGHBOUR, ClientOptions.defaults());
    return server.address();
  }

  /// Returns the server's address with the name in its certificate.
  private static Address local(Address server) {
    return server.withHost("localhost");
  }

  // The kinds of attempts.

  private static void say(Address server, byte[] bytes) throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.connect(server)) {
      peer.send(bytes);
      hear(peer);
    }
  }

  private static void hear(ScriptedPeer peer) {
    try {
      byte[] _ = peer.readAll();
    } catch (IOException e) {
      // Reset: the server did not read everything.
    }
  }

  private static void leave(Address server, byte[] bytes) throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.connect(server)) {
      peer.send(bytes).endOutput();
      hear(peer);
    }
  }

  private static void reset(Address server, byte[] bytes) throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.connect(server)) {
      peer.send(bytes).reset();
    }
  }

  /// Sends only these bytes and waits until the server has started and timed out.
  private void waitOut(Address server, byte[] bytes) throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.connect(server)) {
      peer.send(bytes);
      assertEquals(1, peer.read(1).length);
      clock.advance(LOGIN.plusNanos(1));
      neighbour.send("wake up");
      assertEquals("wake up", neighbour.receive().text());
      hear(peer);
    }
  }

  /// Returns the first bytes of a TLS client.
  private static byte[] hello() throws Exception {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine();
    engine.setUseClientMode(true);
    ByteBuffer wire = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    var _ = engine.wrap(ByteBuffer.allocate(0), wire);
    return Arrays.copyOf(wire.array(), wire.position());
  }

  private static void refuse(Address server, ClientOptions options) {
    assertThrows(IOException.class, () -> Client.connect(server, options).close());
  }

  private static ClientOptions sealed(String name, byte[] key) {
    return ClientOptions.defaults().withSecurity(Sealed.with(NamedKey.of(name, key)));
  }

  private static ClientOptions tls(TlsClient tls) {
    return ClientOptions.defaults().withTls(tls);
  }

  private static TlsClient pinningAnother() {
    return Tls.client().withPin(Authority.selfSigned().pin());
  }

  private TlsClient trusting() throws IOException {
    return Tls.client().withAuthorities(authority.file());
  }

  /// A TLS client of the JDK.
  private void refuse(Address server, Authority trusted, String version) throws Exception {
    try (SSLSocket client = TlsPeers.client(trusted.file(), server.port(), version)) {
      assertThrows(IOException.class, client::startHandshake);
    }
  }

  /// A client whose certificate is checked after it considers the handshake finished.
  private void refuseAfterwards(Address server, @Nullable Authority signer) throws Exception {
    TlsClient tls =
        signer == null ? trusting() : trusting().withCertificate(signer.sign("client", "me"));
    assertThrows(
        IOException.class,
        () -> {
          try (Client client = Client.connect(local(server), tls(tls))) {
            var _ = client.receive();
          }
        });
  }

  // The cost of each attempt.

  @ParameterizedTest
  @MethodSource("ways")
  void aSourceIsRefusedAfterAsManyAttemptsAsMakeFifteenSeconds(Way way) throws Exception {
    Address address = serve(way.mode);
    int served = way.seconds == 0 ? MANY : (15 + way.seconds - 1) / way.seconds;
    for (int attempt = 1; attempt <= served; attempt++) {
      way.attempt.make(this, address);
      Event.SessionClosed end =
          events.await(Event.SessionClosed.class, _ -> true, attempt).getLast();
      assertEquals(List.of(), events.all(Event.PeerRefused.class), end::toString);
    }
    assertEquals(1, events.all(Event.SessionOpened.class).size(), "the neighbour");
    try (ScriptedPeer next = ScriptedPeer.connect(address)) {
      next.reset();
    }
    if (way.seconds == 0) {
      assertEquals(MANY + 1, events.await(Event.SessionClosed.class, _ -> true, MANY + 1).size());
    } else {
      String why = events.await(Event.PeerRefused.class).why();
      assertTrue(why.contains("penalty"), why);
    }
  }
}
