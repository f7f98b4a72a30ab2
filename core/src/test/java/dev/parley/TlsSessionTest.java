package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.hmac.Hmac;
import dev.parley.hmac.HmacAlgorithm;
import dev.parley.hmac.Secret;
import dev.parley.layer.Layer;
import dev.parley.layer.LayerBuffers;
import dev.parley.layer.ProtocolException;
import dev.parley.limit.Timeouts;
import dev.parley.reload.FileKind;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Scheme;
import dev.parley.session.Session;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.ScriptedPeer;
import dev.parley.tls.Authority;
import dev.parley.tls.Pin;
import dev.parley.tls.SelfSigned;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsClient;
import dev.parley.tls.TlsFiles;
import dev.parley.tls.TlsPeers;
import dev.parley.tls.TlsServer;
import dev.parley.tls.TlsVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// TLS over real connections between our own ends.
class TlsSessionTest {
  private static final Handler ECHO = (session, message) -> session.send(message);

  @TempDir private Path directory;

  private final EventRecorder events = new EventRecorder();
  private Authority authority;
  private @Nullable Server server;

  @BeforeEach
  void makeAuthority() throws IOException {
    authority = new Authority(directory, "test-ca");
  }

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
  }

  private Server start(TlsServer tls, String framing, Security security, Handler handler)
      throws IOException {
    server =
        Server.builder()
            .listen("tls://127.0.0.1:0")
            .tls(tls)
            .framing(Framing.parse(framing))
            .security(security)
            .handler(handler)
            .events(events)
            .start();
    return server;
  }

  private Address startEcho(TlsServer tls) throws IOException {
    return start(tls, "line", Security.none(), ECHO).address().withHost("localhost");
  }

  private static TlsServer serving(TlsFiles... files) throws IOException {
    return Tls.server(List.of(files));
  }

  private TlsClient trusting() throws IOException {
    return Tls.client().withAuthorities(authority.file());
  }

  private static ClientOptions options(TlsClient tls) {
    return ClientOptions.defaults().withTls(tls);
  }

  private static void assertEcho(Client client, String text) throws Exception {
    client.send(text);
    assertEquals(Message.of(text), client.receive());
  }

  private static String refusal(Address address, TlsClient tls) {
    IOException e =
        assertThrows(IOException.class, () -> Client.connect(address, options(tls)).close());
    return String.valueOf(e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"line", "length:4be", "ready", "netstring"})
  void messagesOfAnyFramingComeBack(String framing) throws Exception {
    start(serving(authority.sign("server", "localhost")), framing, Security.none(), ECHO);
    try (Client client =
        Client.connect(
            server.address().withHost("localhost"),
            options(trusting()).withFraming(Framing.parse(framing)))) {
      for (String text : List.of("hello", "x".repeat(16_384), "y".repeat(60_000), "bye")) {
        assertEcho(client, text);
      }
    }
    assertEquals(CloseReason.PEER_CLOSED, events.await(Event.SessionClosed.class).reason());
  }

  @ParameterizedTest
  @EnumSource
  void aPeerThatEndsNoLinesIsAnsweredRaw(TlsVersion version) throws Exception {
    start(
        serving(authority.sign("server", "localhost")).withOldest(version),
        "auto",
        Security.none(),
        ECHO);
    try (Client client =
        Client.connect(
            server.address().withHost("localhost"),
            options(trusting().withOldest(version)).withFraming(Framing.raw()))) {
      assertEcho(client, "hello");
      assertEcho(client, "again");
    }
    assertEquals("raw", events.await(Event.FramingSettled.class).framing().toString());
  }

  @ParameterizedTest
  @EnumSource
  void manyMessagesUnderWayComeBackInOrder(TlsVersion version) throws Exception {
    Address address = startEcho(serving(authority.sign("server", "localhost")).withOldest(version));
    try (Client client = Client.connect(address, options(trusting().withOldest(version)))) {
      for (int i = 0; i < 5000; i++) {
        client.send("message " + i);
      }
      for (int i = 0; i < 5000; i++) {
        assertEquals(Message.of("message " + i), client.receive());
      }
    }
  }

  @Test
  void aLargeMessageComesBack() throws Exception {
    start(serving(authority.sign("server", "localhost")), "length:4be", Security.none(), ECHO);
    try (Client client =
        Client.connect(
            server.address().withHost("localhost"),
            options(trusting()).withFraming(Framing.parse("length:4be")))) {
      assertEcho(client, "z".repeat(1_000_000));
    }
  }

  @Test
  void inTls12ThePeersEndEndsTheSessionBehindAllThatItSaid() throws Exception {
    Handler pausing =
        new Handler() {
          @Override
          public void received(Session session, Message message) {
            session.send(message);
            session.pauseReading();
            Thread _ = Thread.ofVirtual().start(session::resumeReading);
          }

          @Override
          public void ended(Session session) {
            // The handler does not close it.
          }
        };
    TlsServer tls = serving(authority.sign("server", "localhost")).withOldest(TlsVersion.TLS_1_2);
    Address address = start(tls, "line", Security.none(), pausing).address();
    String said = "line\n".repeat(200);
    try (SSLSocket peer = TlsPeers.old(authority.file(), address.port())) {
      peer.getOutputStream().write(said.getBytes(StandardCharsets.UTF_8));
      peer.shutdownOutput(); // close_notify
      Event.SessionClosed end = events.await(Event.SessionClosed.class);
      assertEquals(CloseReason.PEER_CLOSED, end.reason(), end.detail());
      assertEquals(200, end.traffic().messagesIn());
      assertEquals(200, end.traffic().messagesOut());
      assertEquals(
          said,
          new String(peer.getInputStream().readNBytes(said.length()), StandardCharsets.UTF_8));
    }
  }

  @Test
  void aClientThatHasSaidAllGetsAllAnswers() throws Exception {
    Address address =
        start(
                serving(authority.sign("server", "localhost")),
                "line",
                Security.none(),
                Conversations.handler(talk -> {
                  List<Message> heard = new ArrayList<>();
                  for (Message message : talk) {
                    heard.add(message);
                  }
                  for (Message message : heard) { // everything, after the client's end
                    talk.send(message);
                  }
                }))
            .address()
            .withHost("localhost");
    try (Client client = Client.connect(address, options(trusting()))) {
      for (int i = 0; i < 200; i++) {
        client.send("message " + i);
      }
      client.endOutput();
      for (int i = 0; i < 200; i++) {
        assertEquals(Message.of("message " + i), client.receive());
      }
      assertNull(client.receive());
    }
    assertEquals(CloseReason.PEER_CLOSED, events.await(Event.SessionClosed.class).reason());
  }

  @Test
  void whatOtherThreadsSendArrives() throws Exception {
    CompletableFuture<Session> opened = new CompletableFuture<>();
    Handler handler =
        new Handler() {
          @Override
          public void opened(Session session) {
            opened.complete(session);
          }

          @Override
          public void received(Session session, Message message) {}
        };
    start(serving(authority.sign("server", "localhost")), "line", Security.none(), handler);
    try (Client client =
        Client.connect(server.address().withHost("localhost"), options(trusting()))) {
      opened.get().send("from afar");
      assertEquals(Message.of("from afar"), client.receive());
      opened.get().close();
      assertNull(client.receive(), "the server's end is an end");
    }
  }

  @Test
  void aLoginGoesThroughTls() throws Exception {
    Security login = Hmac.with(HmacAlgorithm.SHA256, Secret.ofText("a secret"));
    start(serving(authority.sign("server", "localhost")), "ready", login, ECHO);
    Address address = server.address().withHost("localhost");
    ClientOptions right =
        options(trusting()).withFraming(Framing.parse("ready")).withSecurity(login);
    try (Client client = Client.connect(address, right)) {
      assertEcho(client, "hello");
    }
    ClientOptions wrong =
        right.withSecurity(Hmac.with(HmacAlgorithm.SHA256, Secret.ofText("another")));
    assertThrows(
        IOException.class,
        () -> {
          try (Client client = Client.connect(address, wrong)) {
            client.send("hello");
            Message unexpected = client.receive();
            throw new IOException("answered " + unexpected);
          }
        });
  }

  @Test
  void aSealedSessionGoesThroughTls() throws Exception {
    Security sealed = Sealed.with(NamedKey.generate("laptop", Entropy.secure()));
    start(serving(authority.sign("server", "localhost")), "line", sealed, ECHO);
    try (Client client =
        Client.connect(
            server.address().withHost("localhost"), options(trusting()).withSecurity(sealed))) {
      assertEcho(client, "hello");
    }
  }

  // Whom clients trust.

  @Test
  void anUnknownAuthorityIsRefusedAndThePinTold() throws Exception {
    SelfSigned pair = Authority.selfSigned();
    Address address = startEcho(serving(Authority.write(directory, "server", pair)));
    String refusal = refusal(address, trusting());
    assertTrue(refusal.contains("signed by itself"), refusal);
    assertTrue(refusal.contains(pair.pin().toString()), refusal);
    Event.SessionClosed closed = events.await(Event.SessionClosed.class);
    assertEquals(CloseReason.LOGIN_REFUSED, closed.reason());
    assertTrue(
        closed.detail().contains("does not take this server's certificate"), closed.detail());
  }

  @Test
  void theSystemsAuthoritiesDoNotKnowATestsOwn() throws Exception {
    Address address = startEcho(serving(authority.sign("server", "localhost")));
    String refusal = refusal(address, Tls.client());
    assertTrue(refusal.contains("signed by CN=test-ca) is not signed by anybody"), refusal);
  }

  @Test
  void aWrongNameIsRefusedAndTheRightOnesTold() throws Exception {
    Address address = startEcho(serving(authority.sign("server", "one.example", "two.example")));
    String refusal = refusal(address, trusting());
    assertTrue(refusal.contains("is for one.example, two.example, not for localhost"), refusal);
  }

  @Test
  void anExpiredCertificateIsRefused() throws Exception {
    Address address = startEcho(serving(authority.expired("server", "localhost")));
    String refusal = refusal(address, trusting());
    assertTrue(refusal.contains("has expired: it was good until 2020-01-02T00:00:00Z"), refusal);
  }

  @Test
  void aCertificateOfTheFutureIsRefused() throws Exception {
    Address address = startEcho(serving(authority.early("server", "localhost")));
    String refusal = refusal(address, trusting());
    assertTrue(refusal.contains("is not valid yet: it will be from 2098-12-31"), refusal);
  }

  @Test
  void aSelfSignedCertificateIsBelievedWhenItIsGiven() throws Exception {
    TlsFiles files = Authority.selfSigned(directory, "server");
    Address address = startEcho(serving(files));
    TlsClient tls = Tls.client().withAuthorities(files.certificate());
    try (Client client = Client.connect(address, options(tls))) {
      assertEcho(client, "hello");
    }
    try (Client client = Client.connect(address.withHost("127.0.0.1"), options(tls))) {
      assertEcho(client, "by its address");
    }
  }

  @Test
  void aPinIsBelievedWhateverTheNameIs() throws Exception {
    SelfSigned pair = Authority.selfSigned();
    startEcho(serving(Authority.write(directory, "server", pair)));
    Address address = server.address().withHost("127.0.0.1");
    TlsClient tls = Tls.client().withPin(Pin.parse(pair.pin().toString()));
    try (Client client = Client.connect(address, options(tls))) {
      assertEcho(client, "hello");
    }
  }

  @Test
  void anotherPinIsRefusedAndTheSeenOneTold() throws Exception {
    SelfSigned pair = Authority.selfSigned();
    Address address = startEcho(serving(Authority.write(directory, "server", pair)));
    String refusal = refusal(address, Tls.client().withPin(Authority.selfSigned().pin()));
    assertTrue(refusal.contains("its pin is " + pair.pin()), refusal);
  }

  @Test
  void withoutVerificationAnybodyWillDo() throws Exception {
    Address address = startEcho(serving(authority.expired("server", "other.example")));
    try (Client client = Client.connect(address, options(Tls.client().withoutVerification()))) {
      assertEcho(client, "hello");
    }
  }

  @Test
  void aServerShowsTheCertificateOfTheNameThatIsCalled() throws Exception {
    Address address =
        startEcho(
            serving(
                authority.sign("other", "other.example"),
                authority.sign("server", "localhost"),
                authority.sign("third", "*.third.example")));
    try (Client client = Client.connect(address, options(trusting()))) {
      assertEcho(client, "hello");
    }
    String refusal = refusal(address.withHost("127.0.0.1"), trusting());
    assertTrue(refusal.contains("is for other.example, not for 127.0.0.1"), refusal);
  }

  // Client certificates.

  @ParameterizedTest
  @EnumSource
  void aClientsCertificateIsItsPrincipal(TlsVersion version) throws Exception {
    TlsServer tls =
        serving(authority.sign("server", "localhost"))
            .withOldest(version)
            .withClientAuthorities(authority.file());
    Address address = startEcho(tls);
    TlsClient alice = trusting().withCertificate(authority.sign("alice", "alice"));
    try (Client client = Client.connect(address, options(alice))) {
      assertEcho(client, "hello");
    }
  }

  @Test
  void aClientWithoutACertificateIsToldToGiveOne() throws Exception {
    TlsServer tls =
        serving(authority.sign("server", "localhost")).withClientAuthorities(authority.file());
    Address address = startEcho(tls);
    String told = whatTheClientIsTold(address, trusting());
    assertTrue(told.contains("wants a client's certificate"), told);
    Event.SessionClosed closed = events.await(Event.SessionClosed.class);
    assertEquals(CloseReason.LOGIN_REFUSED, closed.reason());
    assertTrue(closed.detail().contains("the client showed no certificate"), closed.detail());
  }

  @Test
  void aClientOfAnotherAuthorityIsRefused() throws Exception {
    TlsServer tls =
        serving(authority.sign("server", "localhost")).withClientAuthorities(authority.file());
    Address address = startEcho(tls);
    Authority other = new Authority(directory, "other-ca");
    TlsClient mallory = trusting().withCertificate(other.sign("mallory", "mallory"));
    String told = whatTheClientIsTold(address, mallory);
    assertTrue(told.contains("certificate"), told);
    String detail = events.await(Event.SessionClosed.class).detail();
    assertTrue(detail.contains("of CN=mallory, signed by CN=other-ca"), detail);
  }

  /// In TLS 1.3 a client finishes before the server has checked its certificate, so it may learn of
  /// a refusal either when it connects or when it receives.
  private static String whatTheClientIsTold(Address address, TlsClient tls) {
    IOException e =
        assertThrows(
            IOException.class,
            () -> {
              try (Client client = Client.connect(address, options(tls))) {
                Message unexpected = client.receive();
                throw new IllegalStateException("answered " + unexpected);
              }
            });
    return String.valueOf(e.getMessage());
  }

  // Versions and other protocols.

  @Test
  void aClientOfOldIsToldWhatIsMissing() throws Exception {
    Address address = startEcho(serving(authority.sign("server", "localhost")));
    try (var old = ScriptedPeer.connect(address)) {
      old.send("GET / HTTP/1.1\r\n\r\n");
      assertEquals("\25\3\3\0\2\2\n", old.readAllText());
    }
    Event.SessionClosed closed = events.await(Event.SessionClosed.class);
    assertEquals(CloseReason.LOGIN_REFUSED, closed.reason());
    assertEquals(
        "the client does not talk TLS, which this address is for; it must call tls://; the bytes"
            + " look like an HTTP request",
        closed.detail());
  }

  @Test
  void aTlsClientOfAPlainServerIsToldSo() throws Exception {
    server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .handler(ECHO)
            .framing(Framing.parse("length:4be"))
            .events(events)
            .start();
    Address address = server.address().withScheme(Scheme.tls());
    String refusal = refusal(address, Tls.client().withoutVerification());
    assertTrue(refusal.contains("does not talk TLS"), refusal);
    String detail = events.await(Event.SessionClosed.class).detail();
    assertTrue(detail.contains("a TLS ClientHello"), detail);
  }

  // Reloading.

  @Test
  void newCertificatesAreForNewHandshakesAndSessionsGoOn() throws Exception {
    SelfSigned first = Authority.selfSigned();
    TlsFiles files = Authority.write(directory, "server", first);
    Address address = startEcho(serving(files));
    try (Client old = Client.connect(address, options(Tls.client().withPin(first.pin())))) {
      assertEcho(old, "before");
      SelfSigned second = Authority.selfSigned();
      TlsFiles _ = Authority.write(directory, "server", second);
      Event.FileChanged told = events.await(Event.FileChanged.class);
      assertEquals(FileKind.CERTIFICATES, told.kind());
      assertTrue(told.added().getFirst().startsWith("localhost, 127.0.0.1 ("), told.toString());
      assertEcho(old, "after");
      try (Client fresh = Client.connect(address, options(Tls.client().withPin(second.pin())))) {
        assertEcho(fresh, "with the new one");
      }
    }
  }

  @Test
  void aBadNewFileKeepsTheOldOnes() throws Exception {
    SelfSigned first = Authority.selfSigned();
    TlsFiles files = Authority.write(directory, "server", first);
    Address address = startEcho(serving(files));
    Files.writeString(files.key(), Authority.selfSigned().keyPem());
    server.reload();
    Event.FileKept told = events.await(Event.FileKept.class);
    assertTrue(told.why().contains("is not the one of the certificate"), told.why());
    try (Client client = Client.connect(address, options(Tls.client().withPin(first.pin())))) {
      assertEcho(client, "still here");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientWhoseAuthorityIsTakenAwayIsOutAndStaysOut(TlsVersion version) throws Exception {
    Authority other = new Authority(directory, "other-ca");
    Path list = directory.resolve("clients.pem");
    Files.writeString(list, Files.readString(authority.file()) + Files.readString(other.file()));
    TlsServer tls =
        serving(authority.sign("server", "localhost"))
            .withOldest(version)
            .withClientAuthorities(list);
    Address address = startEcho(tls);
    TlsClient alice = trusting().withOldest(version).withCertificate(other.sign("alice", "alice"));
    TlsClient bob = trusting().withOldest(version).withCertificate(authority.sign("bob", "bob"));
    try (Client out = Client.connect(address, options(alice));
        Client stays = Client.connect(address, options(bob))) {
      assertEcho(out, "hello");
      assertEcho(stays, "hello");
      Files.copy(authority.file(), list, StandardCopyOption.REPLACE_EXISTING);
      server.reload();
      assertNull(out.receive());
      out.session().close();
      Event.SessionClosed end = events.await(Event.SessionClosed.class);
      assertEquals(CloseReason.REVOKED, end.reason());
      assertEquals("CN=alice", end.principal());
      assertEcho(stays, "still here");
    }
    String told = whatTheClientIsTold(address, alice); // its ticket is useless
    assertTrue(told.contains("certificate"), told);
  }

  @Test
  void aClientWhoseAuthorityIsTakenAwayWithinItsLoginIsNotLetIn() throws Exception {
    Authority other = new Authority(directory, "other-ca");
    Path list = directory.resolve("clients.pem");
    Files.writeString(list, Files.readString(authority.file()) + Files.readString(other.file()));
    Address address =
        startEcho(serving(authority.sign("server", "localhost")).withClientAuthorities(list));
    TlsClient alice = trusting().withCertificate(other.sign("alice", "alice"));
    try (ScriptedPeer peer = ScriptedPeer.connect(address)) {
      byte[] last = upToItsLastFlight(alice, peer, "hello\n");
      Files.copy(authority.file(), list, StandardCopyOption.REPLACE_EXISTING);
      server.reload();
      events.await(Event.FileChanged.class, news -> news.kind() == FileKind.CLIENT_AUTHORITIES);
      peer.send(last);
      Event.SessionClosed end = events.await(Event.SessionClosed.class);
      assertEquals(CloseReason.REVOKED, end.reason());
      assertEquals(
          "what CN=alice had proven counts no longer: it was taken away or changed", end.detail());
      assertEquals(0, end.traffic().messagesIn());
      assertEquals(List.of(), events.all(Event.SessionOpened.class));
    }
  }

  @Test
  void norIsOneWhoHasYetToProveMore() throws Exception {
    Authority other = new Authority(directory, "other-ca");
    Path list = directory.resolve("clients.pem");
    Files.writeString(list, Files.readString(authority.file()) + Files.readString(other.file()));
    TlsServer tls = serving(authority.sign("server", "localhost")).withClientAuthorities(list);
    Address address =
        start(tls, "line", Hmac.with(HmacAlgorithm.SHA256, Secret.ofText("secret")), ECHO)
            .address();
    TlsClient alice = trusting().withCertificate(other.sign("alice", "alice"));
    try (ScriptedPeer peer = ScriptedPeer.connect(address)) {
      peer.send(upToItsLastFlight(alice, peer, "no proof"));
      assertNotNull(peer.read(1), "the challenge or a ticket"); // so TLS has admitted the client
      Files.copy(authority.file(), list, StandardCopyOption.REPLACE_EXISTING);
      server.reload();
      peer.leaveAtEnd();
      Event.SessionClosed end = events.await(Event.SessionClosed.class);
      assertEquals(CloseReason.REVOKED, end.reason());
      assertEquals(
          "what CN=alice had proven counts no longer: it was taken away or changed", end.detail());
    }
  }

  /// Performs the handshake of a client over `peer`, except for its last flight; returns that
  /// flight and the text sent right after it.
  private static byte[] upToItsLastFlight(TlsClient client, ScriptedPeer peer, String text)
      throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Layer.Sink out =
        more -> {
          while (more.hasRemaining()) {
            bytes.write(more.get());
          }
        };
    Layer layer = client.layer("localhost", 1, new LayerBuffers());
    layer.start(out);
    Runnable begin = layer.login().work();
    assertNotNull(begin);
    begin.run();
    boolean isHello = true;
    ByteBuffer in = ByteBuffer.allocate(0);
    while (true) {
      layer.receive(in, out, out);
      if (!layer.login().isPending()) {
        layer.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), out);
        layer.flush(out);
        return bytes.toByteArray();
      }
      Runnable work = layer.login().work();
      if (work != null) {
        work.run();
        continue;
      }
      if (isHello && bytes.size() > 0) {
        peer.send(bytes.toByteArray());
        bytes.reset();
        isHello = false;
      }
      in = in.hasRemaining() ? in : ByteBuffer.wrap(peer.read(1));
    }
  }

  // Settings.

  @Test
  void aTlsAddressNeedsACertificate() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Server.builder().listen("tls://127.0.0.1:0").handler(ECHO).start().close());
    assertTrue(String.valueOf(e.getMessage()).contains("needs a certificate"));
  }

  @Test
  void othersMayReachAServerThroughTls() throws Exception {
    server =
        Server.builder()
            .listen("tls://0.0.0.0:0")
            .tls(serving(Authority.selfSigned(directory, "server")))
            .handler(ECHO)
            .start();
    assertTrue(server.address().scheme().usesTls());
    assertFalse(server.addresses().isEmpty());
  }

  /// Returns a client's first bytes, as often as needed.
  private static byte[] hello() throws ProtocolException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Layer.Sink out =
        more -> {
          while (more.hasRemaining()) {
            bytes.write(more.get());
          }
        };
    Layer client = Tls.client().withoutVerification().layer("localhost", 1, new LayerBuffers());
    client.start(out);
    Runnable work = client.login().work();
    assertNotNull(work);
    work.run();
    client.receive(ByteBuffer.allocate(0), out, out);
    return bytes.toByteArray();
  }

  @Test
  void twoHundredHandshakesAtOnceAllGetThroughAndSoDoesAnOpenSession() throws Exception {
    Address address = startEcho(serving(authority.sign("server", "localhost")));
    byte[] hello = hello();
    List<ScriptedPeer> peers = new ArrayList<>();
    try (Client open = Client.connect(address, options(trusting()))) {
      for (int i = 0; i < 200; i++) {
        peers.add(ScriptedPeer.connect(address).send(hello));
        if (i % 50 == 0) {
          assertEcho(open, "between " + i);
        }
      }
      assertEcho(open, "behind them");
      for (ScriptedPeer peer : peers) {
        assertEquals(0x16, peer.read(1)[0], "a server's hello");
      }
    } finally {
      for (ScriptedPeer peer : peers) {
        peer.close();
      }
    }
  }

  @Test
  void aHelloThatComesByteByByteIsAnswered() throws Exception {
    startEcho(serving(authority.sign("server", "localhost")));
    try (ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      for (byte b : hello()) {
        peer.send(new byte[] {b});
      }
      assertEquals(0x16, peer.read(1)[0]);
    }
  }

  @Test
  void aCutSessionIsToldFromOneThatEnded() throws Exception {
    startEcho(serving(authority.sign("server", "localhost")));
    Address address = server.address().withHost("localhost");
    EventRecorder told = new EventRecorder();
    try (Passage passage = Passage.to(address);
        Client client =
            Client.connect(
                address.withPort(passage.port()), options(trusting()).withEvents(told))) {
      assertEcho(client, "hello");
      passage.endBoth();
      for (EventRecorder side : List.of(events, told)) {
        Event.SessionClosed closed = side.await(Event.SessionClosed.class);
        assertEquals(CloseReason.FRAME_TRUNCATED, closed.reason());
        assertTrue(closed.detail().startsWith("the stream was cut"), closed.detail());
      }
    }
  }

  @Test
  void aTrickledHandshakeHitsTheLoginDeadline() throws Exception {
    ManualClock clock = new ManualClock();
    Duration login = Duration.ofSeconds(5);
    server =
        Server.builder()
            .listen("tls://127.0.0.1:0")
            .tls(serving(Authority.selfSigned(directory, "server")))
            .timeouts(Timeouts.defaults().withLogin(login))
            .handler(ECHO)
            .events(events)
            .clock(clock)
            .loops(1)
            .start();
    try (ScriptedPeer slow = ScriptedPeer.connect(server.address())) {
      slow.sendHex("16 03 01 02 00 01 00");
      ScriptedPeer.connect(server.address()).send("no TLS\n").leaveAtEnd();
      clock.advance(login); // the loop has the first one, since it has served the second
      ScriptedPeer.connect(server.address()).send("no TLS\n").leaveAtEnd(); // wakes the loop
      slow.leaveAtEnd();
      events.await(Event.SessionClosed.class, end -> end.reason() == CloseReason.LOGIN_TIMEOUT);
    }
  }
}
