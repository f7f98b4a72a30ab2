package dev.parley.passwords;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.ConnectOutcome;
import dev.parley.Conversations;
import dev.parley.Server;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.secure.Security;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Conversation;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.session.SessionClosedException;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.Wait;
import dev.parley.tls.SelfSigned;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsClient;
import dev.parley.tls.TlsFiles;
import dev.parley.tls.TlsVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Tests password logins over real TLS connections.
class PasswordSessionTest {
  private static final Handler ECHO = (session, message) -> session.send(message);
  private static final Users USERS =
      Users.of(
          Map.of("alice", Verifier.of(Side.password("wonderland"), Side.ENTROPY, Side.ITERATIONS)),
          Side.ENTROPY);

  @TempDir private Path directory;

  private final EventRecorder events = new EventRecorder();
  private TlsFiles pair;
  private Server server;

  @BeforeEach
  void makeCertificate() throws IOException {
    pair = certificate(directory, "server");
  }

  /// Creates a self-signed certificate for localhost, in two files whose names begin with `name`.
  static TlsFiles certificate(Path directory, String name) throws IOException {
    SelfSigned made =
        SelfSigned.make(
            "localhost",
            new SelfSigned.Names(List.of("localhost"), List.of(new byte[] {127, 0, 0, 1})),
            Instant.parse("2020-01-01T00:00:00Z"),
            Duration.ofDays(10_000),
            Side.ENTROPY);
    return new TlsFiles(
        Files.writeString(directory.resolve(name + "-cert.pem"), made.certificate()),
        Files.writeString(directory.resolve(name + "-key.pem"), made.keyPem()));
  }

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
  }

  private Address serve(Security security, TlsVersion oldest) throws IOException {
    server =
        Server.builder()
            .listen("tls://127.0.0.1:0")
            .tls(Tls.server(List.of(pair)).withOldest(oldest))
            .security(security)
            .handler(ECHO)
            .events(events)
            .start();
    return server.address();
  }

  private TlsClient believing() throws IOException {
    return Tls.client().withAuthorities(pair.certificate());
  }

  private static ClientOptions options(TlsClient tls, Security security) {
    return ClientOptions.defaults().withTls(tls).withSecurity(security);
  }

  private static Security alice(String password) {
    return Scram.client("alice", Side.password(password));
  }

  private static String refusal(Address address, ClientOptions options) {
    IOException refused =
        assertThrows(IOException.class, () -> Client.connect(address, options).close());
    return String.valueOf(refused.getMessage());
  }

  private static void assertEcho(Client client, String text) throws Exception {
    client.send(text);
    assertEquals(Message.of(text), client.receive());
  }

  @ParameterizedTest
  @EnumSource
  void theRightPasswordOpensTheSession(TlsVersion oldest) throws Exception {
    Address address = serve(Scram.server(USERS), oldest);
    ClientOptions options = options(believing().withOldest(oldest), alice("wonderland"));
    for (int i = 0; i < 3; i++) {
      try (Client client = Client.connect(address, options)) {
        assertEcho(client, "hello");
        assertEcho(client, "x".repeat(60_000));
      }
    }
    assertEquals(CloseReason.PEER_CLOSED, events.await(Event.SessionClosed.class).reason());
  }

  /// Alice, who accepts few iterations even from an unverified server.
  private static Security patient() {
    return Scram.client(
        "alice", Side.password("wonderland"), Binding.TLS_EXPORTER, Verifier.MIN_ITERATIONS);
  }

  @Test
  void aServerThatIsNotVerifiedAndAsksForFewIterationsIsRefused() throws Exception {
    Address address = serve(Scram.server(USERS), TlsVersion.TLS_1_3);
    String said =
        refusal(address, options(Tls.client().withoutVerification(), alice("wonderland")));
    assertTrue(said.contains("asks for 15000 iterations of PBKDF2, fewer than 600000"), said);
  }

  @Test
  void theCertificateNeedNotBeBelievedIfTheLoginIsBound() throws Exception {
    Address address = serve(Scram.server(USERS), TlsVersion.TLS_1_3);
    try (Client client =
        Client.connect(address, options(Tls.client().withoutVerification(), patient()))) {
      assertEcho(client, "hello");
    }
  }

  @Test
  void theWrongPasswordAndAnUnknownNameAreRefusedAlike() throws Exception {
    Address address = serve(Scram.server(USERS), TlsVersion.TLS_1_3);
    String wrong = refusal(address, options(believing(), alice("wrong")));
    Security bob = Scram.client("bob", Side.password("wonderland"));
    String unknown = refusal(address, options(believing(), bob));
    assertTrue(wrong.contains("the name or the password is wrong"), wrong);
    assertEquals(wrong.replace("alice", "bob"), unknown);
    Event.SessionClosed closed =
        events.await(Event.SessionClosed.class, one -> one.detail().contains("no such user"));
    assertEquals(CloseReason.LOGIN_REFUSED, closed.reason());
  }

  /// A refusal is an orderly end, with a message.
  @Test
  void aServerThatShutsDownCutsALogin() throws Exception {
    Address address = serve(Scram.server(USERS), TlsVersion.TLS_1_3);
    try (Client client = Client.connect(address, options(believing(), Security.none()))) {
      assertNotNull(client.receive());
      server.shutdown(Wait.TIME);
      SessionClosedException end = assertThrows(SessionClosedException.class, client::receive);
      assertEquals(CloseReason.PEER_RESET, end.reason());
    }
    assertEquals(CloseReason.SHUTDOWN, events.await(Event.SessionClosed.class).reason());
  }

  @Test
  void aLoginThatIsCutIsNotCalledRefused() throws Exception {
    try (Server stopped =
        Server.builder()
            .listen("tls://127.0.0.1:0")
            .tls(Tls.server(List.of(pair)))
            .handler(
                new Handler() {
                  @Override
                  public void opened(Session session) {
                    session.abort();
                  }

                  @Override
                  public void received(Session session, Message message) {}
                })
            .start()) {
      ConnectOutcome.Failed failed =
          assertInstanceOf(
              ConnectOutcome.Failed.class,
              Client.tryConnect(stopped.address(), options(believing(), alice("wonderland"))));
      assertEquals(ConnectOutcome.Failure.NETWORK, failed.failure(), failed.detail());
    }
  }

  /// Two connections, each with its own TLS, and a client that accepts any certificate.
  @Test
  void somebodyInBetweenCannotPassALoginOn() throws Exception {
    Address address = serve(Scram.server(USERS), TlsVersion.TLS_1_3);
    ClientOptions onward =
        ClientOptions.defaults()
            .withFraming(Framing.raw())
            .withTls(Tls.client().withoutVerification());
    try (Server between =
        Server.builder()
            .listen("tls://127.0.0.1:0")
            .tls(Tls.server(List.of(certificate(directory, "between"))))
            .framing(Framing.raw())
            .handler(Conversations.handler(talk -> passOn(talk, address, onward)))
            .start()) {
      String said =
          refusal(between.address(), options(Tls.client().withoutVerification(), patient()));
      assertTrue(said.contains("somebody sits between the two ends"), said);
    }
    Event.SessionClosed closed = events.await(Event.SessionClosed.class);
    assertEquals(CloseReason.LOGIN_REFUSED, closed.reason());
    assertTrue(closed.detail().contains("somebody sits in between"), closed.detail());
  }

  private static void passOn(Conversation talk, Address to, ClientOptions options)
      throws IOException, InterruptedException {
    try (Client onward = Client.connect(to, options)) {
      Thread back =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (Message message : onward) {
                    talk.send(message);
                  }
                  talk.session().close();
                } catch (IOException | UncheckedIOException | InterruptedException e) {
                  talk.session().close();
                }
              });
      for (Message message : talk) {
        onward.send(message);
      }
      back.join();
    }
  }

  @Test
  void withoutBindingTheServersCertificateMustBeVerified() throws Exception {
    Address address = serve(Scram.server(USERS, EnumSet.allOf(Binding.class)), TlsVersion.TLS_1_3);
    Security unbound = Scram.client("alice", Side.password("wonderland"), Binding.NONE);
    try (Client client = Client.connect(address, options(believing(), unbound))) {
      assertEcho(client, "hello");
    }
    String said = refusal(address, options(Tls.client().withoutVerification(), unbound));
    assertTrue(said.contains("needs a server whose certificate was verified"), said);
  }

  @Test
  void sidesThatWereSetDifferentlySaySo() throws Exception {
    server =
        Server.builder()
            .listen("tls://127.0.0.1:0")
            .tls(Tls.server(List.of(pair)))
            .handler(Conversations.handler(talk -> talk.send("welcome")))
            .start();
    String said = refusal(server.address(), options(believing(), alice("wonderland")));
    assertTrue(said.contains("does not begin as one that asks for a password"), said);
    server.close();

    Address address = serve(Scram.server(USERS), TlsVersion.TLS_1_3);
    try (Client plain = Client.connect(address, options(believing(), Security.none()))) {
      assertEquals(Message.of("Parley scram 1 SCRAM-SHA-256-PLUS"), plain.receive());
      plain.send("hello");
      Event.SessionClosed closed =
          events.await(Event.SessionClosed.class, one -> one.reason() == CloseReason.LOGIN_REFUSED);
      assertTrue(closed.detail().contains("must be given a name"), closed.detail());
    }
  }

  @Test
  void outsideTlsNobodyLogsIn() {
    Server.Builder builder =
        Server.builder().listen("tcp://127.0.0.1:0").security(Scram.server(USERS)).handler(ECHO);
    String said = assertThrows(IllegalArgumentException.class, builder::start).getMessage();
    assertTrue(said.contains("works inside TLS only"), said);
    said =
        refusal(
            Address.parse("tcp://127.0.0.1:9"),
            ClientOptions.defaults().withSecurity(alice("wonderland")));
    assertTrue(said.contains("works inside TLS only"), said);
  }
}
