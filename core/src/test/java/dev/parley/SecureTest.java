package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.hmac.Hmac;
import dev.parley.hmac.HmacAlgorithm;
import dev.parley.hmac.Secret;
import dev.parley.limit.Timeouts;
import dev.parley.problem.Problem;
import dev.parley.problem.TlsProblem;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.session.CloseReason;
import dev.parley.session.Conversation;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.session.SessionClosedException;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import dev.parley.tls.Authority;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsClient;
import dev.parley.tls.TlsPeers;
import dev.parley.tls.TlsServer;
import dev.parley.tls.TlsVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Sessions that change from plain text to TLS, and what is refused on the way.
final class SecureTest {
  @TempDir private Path directory;

  private final EventRecorder events = new EventRecorder();
  @AutoClose private final Opened opened = new Opened();

  /// What the server's handler was called with, in order.
  private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();

  private Authority authority;
  private TlsServer tls;

  @BeforeEach
  void makeCertificate() throws IOException {
    authority = new Authority(directory, "test-ca");
    tls = Tls.server(List.of(authority.sign("server", "localhost"))).withOldest(TlsVersion.TLS_1_2);
  }

  /// Changes to TLS when it is asked to, and says more at once.
  private final class Starttls implements Handler {
    private final @Nullable CountDownLatch pipelined;

    Starttls(@Nullable CountDownLatch pipelined) {
      this.pipelined = pipelined;
    }

    @Override
    public void opened(Session session) {
      heard.add("opened");
    }

    @Override
    public void received(Session session, Message message) throws Exception {
      heard.add(message.text());
      if (!message.text().equals("STARTTLS")) {
        session.send("echo " + message.text());
        return;
      }
      if (pipelined != null) {
        pipelined.await();
      }
      session.send("go");
      session.secure(tls, () -> heard.add("secured"));
      session.send("inside");
    }
  }

  private Server start(Server.Builder builder) throws IOException {
    return opened.keep(builder.events(events).loops(1).start());
  }

  private Server serve(Handler handler) throws IOException {
    return start(Server.builder().listen("tcp://127.0.0.1:0").handler(handler));
  }

  private ScriptedPeer peer(Server server) throws IOException {
    return opened.keep(ScriptedPeer.connect(server.address()));
  }

  private Client client(Server server) throws IOException {
    return opened.keep(
        Client.connect(server.address().withHost("localhost"), ClientOptions.defaults()));
  }

  private TlsClient trusting() throws IOException {
    return Tls.client().withAuthorities(authority.file()).withOldest(TlsVersion.TLS_1_2);
  }

  private String next() throws InterruptedException {
    return requireNonNull(heard.poll(Wait.SECONDS, TimeUnit.SECONDS), "nothing was heard");
  }

  private Event.SessionClosed end() throws InterruptedException {
    return events.await(Event.SessionClosed.class);
  }

  private static String read(InputStream in, int bytes) throws IOException {
    return new String(in.readNBytes(bytes), UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void whatIsSentBeforeIsPlainAndWhatIsSentAfterIsEncrypted(String version) throws Exception {
    Server server = serve(new Starttls(null));
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.address().port())) {
      plain.getOutputStream().write("STARTTLS\n".getBytes(UTF_8));
      assertEquals("go\n", read(plain.getInputStream(), 3));
      SSLSocket secure = TlsPeers.over(plain, authority.file(), version);
      secure.startHandshake();
      assertEquals("inside\n", read(secure.getInputStream(), 7));
      secure.getOutputStream().write("你好\n\n".getBytes(UTF_8));
      assertEquals("echo 你好\necho \n", read(secure.getInputStream(), 12 + 6));
    }
    for (String expected : List.of("opened", "STARTTLS", "secured", "你好", "")) {
      assertEquals(expected, next());
    }
  }

  @Test
  void ourOwnEndsAgree() throws Exception {
    Client client = client(serve(new Starttls(null)));
    client.send("before");
    assertEquals(Message.of("echo before"), client.receive(Wait.TIME));
    client.send("STARTTLS");
    assertEquals(Message.of("go"), client.receive(Wait.TIME));
    assertNull(client.session().tls());
    client.secure(trusting());
    assertEquals("TLSv1.3", requireNonNull(client.session().tls()).protocol());
    assertEquals(Message.of("inside"), client.receive(Wait.TIME));
    client.send("你好");
    assertEquals(Message.of("echo 你好"), client.receive(Wait.TIME));
    client.close();
    assertEquals(CloseReason.PEER_CLOSED, end().reason());
  }

  @Test
  void anApplicationProtocolIsAgreedOn() throws Exception {
    tls = tls.withApplicationProtocols(List.of("other", "lines"));
    Client client = client(serve(new Starttls(null)));
    client.send("STARTTLS");
    assertEquals(Message.of("go"), client.receive(Wait.TIME));
    client.secure(trusting().withApplicationProtocols(List.of("lines")));
    assertEquals("lines", requireNonNull(client.session().tls()).applicationProtocol());
  }

  @Test
  void theSubjectOfACertificateNamesThePeer() throws Exception {
    tls = tls.withClientAuthorities(authority.file());
    Handler handler =
        (session, message) -> {
          session.send("go");
          session.secure(tls, () -> heard.add(String.valueOf(session.principal())));
        };
    Client client = client(serve(handler));
    client.send("STARTTLS");
    assertEquals(Message.of("go"), client.receive(Wait.TIME));
    client.secure(trusting().withCertificate(authority.sign("alice", "alice")));
    assertEquals("CN=alice", next());
  }

  @ParameterizedTest
  @CsvSource({
    "'STARTTLS\nEVIL\n'",
    "'STARTTLS\nEV'",
    "'STARTTLS\n\n'",
    "'STARTTLS\n\u0016\u0003\u0001'"
  })
  void plainTextInTheSamePacketIsRefused(String bytes) throws Exception {
    ScriptedPeer peer = peer(serve(new Starttls(null)));
    peer.send(bytes);
    assertEquals("go\n", peer.readAllText());
    peer.close();
    assertEquals(CloseReason.LOGIN_REFUSED, end().reason());
    assertEquals(Problem.of(TlsProblem.PLAIN_BEFORE_TLS), end().problem());
    assertEquals(List.of("opened", "STARTTLS"), List.copyOf(heard));
  }

  @Test
  void plainTextInASecondPacketBeforeTheAnswerIsRefused() throws Exception {
    CountDownLatch pipelined = new CountDownLatch(1);
    ScriptedPeer peer = peer(serve(new Starttls(pipelined)));
    peer.send("STARTTLS\n");
    assertEquals("opened", next());
    assertEquals("STARTTLS", next());
    peer.send("EVIL\n");
    pipelined.countDown();
    assertEquals("go\n", new String(peer.read(3), UTF_8));
    peer.leaveAtEnd();
    assertEquals(CloseReason.LOGIN_REFUSED, end().reason());
    assertTrue(heard.isEmpty(), heard::toString);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aClientRefusesPlainTextBehindTheAnswer(boolean isOnDemand) throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Integer> last =
          CompletableFuture.supplyAsync(() -> answer(listening, "220 go\n250 injected\n"));
      String address = "tcp://127.0.0.1:" + listening.getLocalPort();
      ClientOptions options = ClientOptions.defaults();
      try (Client client =
          isOnDemand
              ? Client.connectOnDemand(address, options)
              : Client.connect(address, options)) {
        assertEquals(Message.of("220 go"), client.receive(Wait.TIME));
        SessionClosedException refusal =
            assertThrows(SessionClosedException.class, () -> client.secure(trusting()));
        assertEquals(CloseReason.LOGIN_REFUSED, refusal.reason());
        assertThrows(SessionClosedException.class, () -> client.receive(Wait.TIME));
      }
      assertEquals(-1, last.get(Wait.SECONDS, TimeUnit.SECONDS), "sends nothing more");
    }
  }

  /// Answers one connection with this text, and returns the first byte that follows.
  private static int answer(ServerSocket listening, String text) {
    try (Socket socket = listening.accept()) {
      socket.getOutputStream().write(text.getBytes(UTF_8));
      return socket.getInputStream().read();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aConversationBecomesSecure() throws Exception {
    Handler handler =
        Conversations.handler(talk -> {
          for (Message message = talk.receive(); message != null; message = talk.receive()) {
            heard.add(message.text());
            talk.send("go");
            if (message.text().equals("STARTTLS")) {
              talk.secure(tls);
              talk.send("inside");
            }
          }
        });
    Client client = client(serve(handler));
    client.send("STARTTLS");
    assertEquals(Message.of("go"), client.receive(Wait.TIME));
    client.secure(trusting());
    assertEquals(Message.of("inside"), client.receive(Wait.TIME));
    client.send("你好");
    assertEquals(Message.of("go"), client.receive(Wait.TIME));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aConversationNeverReceivesPlainTextBehindItsChange(boolean isOnDemand) throws Exception {
    Conversation.Body body =
        talk -> {
          heard.add(requireNonNull(talk.receive()).text());
          try {
            talk.secure(tls);
            heard.add("secured");
          } catch (SessionClosedException e) {
            heard.add(e.reason().toString());
            assertThrows(SessionClosedException.class, talk::receive);
            heard.add("nothing received");
          }
        };
    Server server =
        serve(isOnDemand ? Conversations.handlerOnDemand(body) : Conversations.handler(body));
    ScriptedPeer peer = peer(server);
    peer.send("STARTTLS\nEVIL\n");
    assertEquals("", peer.readAllText());
    peer.close();
    assertEquals("STARTTLS", next());
    assertEquals("LOGIN_REFUSED", next());
    assertEquals("nothing received", next());
  }

  @Test
  void theFramingCanChangeWithIt() throws Exception {
    Handler handler =
        (session, message) -> {
          session.send("go");
          session.secure(tls, () -> session.send("inside"));
          session.reframe(Framing.netstring());
        };
    Server server = serve(handler);
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.address().port())) {
      plain.getOutputStream().write("STARTTLS\n".getBytes(UTF_8));
      assertEquals("go\n", read(plain.getInputStream(), 3));
      SSLSocket secure = TlsPeers.over(plain, authority.file(), "TLSv1.3");
      assertEquals("6:inside,", read(secure.getInputStream(), 9));
    }
  }

  @Test
  void aSessionCanBeginWithTlsWithoutAWord() throws Exception {
    Handler handler =
        new Handler() {
          @Override
          public void opened(Session session) {
            session.secure(tls, () -> heard.add("secured"));
          }

          @Override
          public void received(Session session, Message message) {
            session.send(message);
          }
        };
    Server server = serve(handler);
    try (SSLSocket socket = TlsPeers.client(authority.file(), server.address().port(), "TLSv1.3")) {
      socket.getOutputStream().write("GET / HTTP/1.1\n".getBytes(UTF_8));
      assertEquals("GET / HTTP/1.1\n", read(socket.getInputStream(), 15));
    }
    assertEquals("secured", next());
  }

  @Test
  void aLoginWithoutEncryptionCanBeFollowed() throws Exception {
    Secret secret = Secret.of("0123456789abcdef0123456789abcdef".getBytes(UTF_8));
    Server server =
        start(
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .security(Hmac.with(HmacAlgorithm.SHA256, secret))
                .handler(new Starttls(null)));
    try (Client client =
        Client.connect(
            server.address().withHost("localhost"),
            ClientOptions.defaults().withSecurity(Hmac.with(HmacAlgorithm.SHA256, secret)))) {
      client.send("STARTTLS");
      assertEquals(Message.of("go"), client.receive(Wait.TIME));
      client.secure(trusting());
      assertEquals(Message.of("inside"), client.receive(Wait.TIME));
    }
  }

  @Test
  void aHandshakeThatDoesNotComeInTimeEndsTheSession() throws Exception {
    ManualClock clock = new ManualClock(1);
    Server server =
        start(
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .clock(clock)
                .timeouts(Timeouts.defaults().withLogin(Duration.ofSeconds(5)))
                .handler(new Starttls(null)));
    ScriptedPeer peer = peer(server);
    clock.advance(Duration.ofSeconds(60));
    peer.send("STARTTLS\n");
    assertEquals("go\n", peer.readText(3));
    clock.advance(Duration.ofSeconds(5));
    assertEquals("", peer.readAllText());
    peer.close();
    assertEquals(CloseReason.LOGIN_TIMEOUT, end().reason());
  }

  @Test
  void aPeerThatEndsInsteadIsAtFault() throws Exception {
    ScriptedPeer peer = peer(serve(new Starttls(null)));
    peer.send("STARTTLS\n");
    assertEquals("go\n", peer.readText(3));
    peer.endOutput();
    assertEquals("", peer.readAllText());
    assertEquals(CloseReason.LOGIN_REFUSED, end().reason());
  }

  @Test
  void aPeerThatEndsWithItsWordIsAtFault() throws Exception {
    ScriptedPeer peer = peer(serve(new Starttls(null)));
    peer.send("STARTTLS").endOutput();
    assertEquals("go\n", peer.readAllText());
    assertEquals(CloseReason.LOGIN_REFUSED, end().reason());
  }

  @Test
  void aCertificateThatTheClientDoesNotTrustEndsBoth() throws Exception {
    Client client = client(serve(new Starttls(null)));
    client.send("STARTTLS");
    assertEquals(Message.of("go"), client.receive(Wait.TIME));
    SessionClosedException refusal =
        assertThrows(
            SessionClosedException.class,
            () ->
                client.secure(
                    Tls.client().withAuthorities(new Authority(directory, "other-ca").file())));
    assertEquals(CloseReason.LOGIN_REFUSED, refusal.reason());
    assertEquals(CloseReason.LOGIN_REFUSED, end().reason());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatWasSentBeforeTheEndIsStillSaidInTls(boolean closes) throws Exception {
    Handler handler =
        (session, message) -> {
          session.send("go");
          session.secure(tls, () -> {});
          session.send("last words");
          if (closes) {
            session.close();
          } else {
            session.endOutput();
          }
        };
    Server server = serve(handler);
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.address().port())) {
      plain.getOutputStream().write("STARTTLS\n".getBytes(UTF_8));
      assertEquals("go\n", read(plain.getInputStream(), 3));
      SSLSocket secure = TlsPeers.over(plain, authority.file(), "TLSv1.3");
      assertEquals("last words\n", new String(secure.getInputStream().readAllBytes(), UTF_8));
    }
  }

  // What is refused.

  private Throwable thrown(Server.Builder builder, ClientOptions options, Consumer<Session> call)
      throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Handler handler =
        (session, message) ->
            thrown.complete(assertThrows(RuntimeException.class, () -> call.accept(session)));
    Server server = start(builder.handler(handler));
    try (Client client = Client.connect(server.address().withHost("localhost"), options)) {
      client.send("go");
      return thrown.get(Wait.SECONDS, TimeUnit.SECONDS);
    }
  }

  private void change(Session session) {
    session.secure(tls, () -> heard.add("secured"));
  }

  @Test
  void aSessionThatHasTlsIsRefused() throws Exception {
    assertInstanceOf(
        IllegalStateException.class,
        thrown(
            Server.builder().listen("tls://127.0.0.1:0").tls(tls),
            ClientOptions.defaults().withTls(trusting()),
            this::change));
  }

  @Test
  void aSealedSessionIsRefused() throws Exception {
    NamedKey key = NamedKey.generate("laptop", Entropy.secure());
    assertInstanceOf(
        IllegalStateException.class,
        thrown(
            Server.builder().listen("tcp://127.0.0.1:0").security(Sealed.with(key)),
            ClientOptions.defaults().withSecurity(Sealed.with(key)),
            this::change));
  }

  @Test
  void aFramingThatAnswersIsRefused() throws Exception {
    assertInstanceOf(
        IllegalStateException.class,
        thrown(
            Server.builder().listen("tcp://127.0.0.1:0").framing(Framing.ready()),
            ClientOptions.defaults().withFraming(Framing.ready()),
            this::change));
  }

  @Test
  void datagramsAreRefused() throws Exception {
    assertInstanceOf(
        UnsupportedOperationException.class,
        thrown(
            Server.builder().listen("udp://127.0.0.1:0"), ClientOptions.defaults(), this::change));
  }

  @Test
  void aSecondChangeIsRefused() throws Exception {
    assertInstanceOf(
        IllegalStateException.class,
        thrown(
            Server.builder().listen("tcp://127.0.0.1:0"),
            ClientOptions.defaults(),
            session -> {
              change(session);
              change(session);
            }));
  }

  @Test
  void aSessionWhoseOutputHasEndedIsRefused() throws Exception {
    assertInstanceOf(
        IllegalStateException.class,
        thrown(
            Server.builder().listen("tcp://127.0.0.1:0"),
            ClientOptions.defaults(),
            session -> {
              session.endOutput();
              change(session);
            }));
  }

  @Test
  void theTlsOfTheOtherSideIsRefused() throws Exception {
    assertInstanceOf(
        IllegalArgumentException.class,
        thrown(
            Server.builder().listen("tcp://127.0.0.1:0"),
            ClientOptions.defaults(),
            session -> session.secure(Tls.client(), () -> {})));
    Client client = client(serve(new Starttls(null)));
    assertThrows(IllegalArgumentException.class, () -> client.secure(tls));
  }

  @Test
  void anotherThreadIsRefused() throws Exception {
    Client client = client(serve(new Starttls(null)));
    assertThrows(IllegalStateException.class, () -> client.session().secure(trusting(), () -> {}));
  }
}
