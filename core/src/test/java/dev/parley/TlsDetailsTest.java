package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.layer.TlsDetails;
import dev.parley.problem.HasProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.TlsProblem;
import dev.parley.session.Handler;
import dev.parley.tls.Authority;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsClient;
import dev.parley.tls.TlsFiles;
import dev.parley.tls.TlsServer;
import dev.parley.tls.TlsVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a program can bring along for TLS, and what it is told about a handshake.
final class TlsDetailsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private Path directory;
  private Authority authority;

  /// Says what the server knows.
  private static final Handler TELL =
      (session, _) -> {
        TlsDetails tls = session.tls();
        session.send(
            tls == null
                ? "no TLS"
                : String.join(
                    " ",
                    tls.protocol(),
                    tls.cipherSuite(),
                    String.valueOf(tls.applicationProtocol()),
                    String.valueOf(tls.requestedHost()),
                    tls.peerCertificates().size() + " certificates",
                    String.valueOf(session.principal())));
      };

  @BeforeEach
  void makeAuthority() throws IOException {
    authority = new Authority(directory, "test-ca");
  }

  private TlsServer server() throws IOException {
    return Tls.server(List.of(authority.sign("server", "localhost")));
  }

  private TlsClient client() throws IOException {
    return Tls.client().withAuthorities(authority.file());
  }

  private static Server start(TlsServer tls) throws IOException {
    return Server.builder().listen("tls://127.0.0.1:0").tls(tls).handler(TELL).start();
  }

  private static Client connect(Server server, TlsClient tls) throws IOException {
    return Client.connect(
        server.address().withHost("localhost"), ClientOptions.defaults().withTls(tls));
  }

  /// Returns what the server says.
  private static String ask(Client client) throws Exception {
    client.send("?");
    return String.valueOf(client.receive().text());
  }

  @Test
  void bothSidesKnowWhatWasNegotiated() throws Exception {
    try (Server server = start(server());
        Client client = connect(server, client())) {
      assertEquals(
          "TLSv1.3 TLS_AES_256_GCM_SHA384 null localhost 0 certificates null", ask(client));
      TlsDetails tls = client.session().tls();
      assertNotNull(tls);
      assertEquals("TLSv1.3", tls.protocol());
      assertEquals("TLS_AES_256_GCM_SHA384", tls.cipherSuite());
      assertNull(tls.applicationProtocol());
      assertEquals(
          "CN=localhost", tls.peerCertificates().getFirst().getSubjectX500Principal().getName());
    }
  }

  @Test
  void aPlainSessionHasNone() throws Exception {
    try (Server server =
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .listen("udp://127.0.0.1:0")
                .handler(TELL)
                .start();
        Client stream = Client.connect(server.addresses().getFirst(), ClientOptions.defaults());
        Client datagrams = Client.connect(server.addresses().getLast(), ClientOptions.defaults())) {
      assertEquals("no TLS", ask(stream));
      assertEquals("no TLS", ask(datagrams));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TLS_1_3, 'chat/2 chat/1', 'chat/1 chat/2', chat/2",
    "TLS_1_2, 'chat/2 chat/1', chat/1, chat/1",
    "TLS_1_3, '', chat/1, null",
    "TLS_1_3, chat/1, '', null"
  })
  void theServersFirstCommonProtocolIsNegotiated(
      TlsVersion oldest, String ours, String theirs, String agreed) throws Exception {
    TlsServer tls = server().withOldest(oldest).withApplicationProtocols(words(ours));
    try (Server server = start(tls);
        Client client = connect(server, client().withApplicationProtocols(words(theirs)))) {
      assertEquals(agreed, ask(client).split(" ", -1)[2]);
      assertEquals(agreed, String.valueOf(client.session().tls().applicationProtocol()));
    }
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }

  @Test
  void aClientWithOtherProtocolsOnlyIsRefused() throws Exception {
    try (Server server = start(server().withApplicationProtocols(List.of("chat/2")))) {
      assertThrows(
          IOException.class,
          () -> connect(server, client().withApplicationProtocols(List.of("chat/1"))));
    }
  }

  @Test
  void aProtocolHasOneTo255Characters() throws Exception {
    client().withApplicationProtocols(List.of("x".repeat(255)));
    for (String wrong : List.of("", "x".repeat(256), "中")) {
      HasProblem refused =
          assertThrows(
              InvalidValueException.class, () -> client().withApplicationProtocols(List.of(wrong)));
      assertEquals(TlsProblem.APPLICATION_PROTOCOL, refused.problem().code());
    }
  }

  @Test
  void contextsOfTheProgramAreUsed() throws Exception {
    SSLContext own = context("server", "localhost");
    SSLContext theirs = context("alice", "alice");
    try (Server server = start(Tls.server(own, true));
        Client client = connect(server, Tls.client().withContext(theirs))) {
      String told = ask(client);
      assertTrue(told.contains(" localhost "), told);
      assertTrue(told.contains("CN=alice"), told);
      assertEquals("localhost", client.session().tls().requestedHost());
    }
  }

  @Test
  void aContextAuthenticatesTheHostToo() throws Exception {
    try (Server server = start(Tls.server(context("other", "example.org"), false))) {
      assertThrows(
          IOException.class,
          () -> connect(server, Tls.client().withContext(context("alice", "alice"))));
    }
  }

  @Test
  void aClientWithoutCertificateIsRefusedByAContextThatNeedsOne() throws Exception {
    try (Server server = start(Tls.server(context("server", "localhost"), true))) {
      assertThrows(
          IOException.class,
          () -> {
            try (Client client = connect(server, client())) {
              String _ = ask(client);
            }
          });
    }
    TlsServer tls = Tls.server(context("server", "localhost"), true);
    assertThrows(
        UnsupportedOperationException.class, () -> tls.withClientAuthorities(authority.file()));
    assertEquals(List.of(), tls.followed());
  }

  @Test
  void aKeyManagerOfTheProgramIsUsed() throws Exception {
    X509ExtendedKeyManager keys =
        (X509ExtendedKeyManager) keys("server", "localhost").getKeyManagers()[0];
    try (Server server = start(Tls.server(keys));
        Client client = connect(server, client())) {
      assertTrue(ask(client).startsWith("TLSv1.3"));
    }
  }

  private SSLContext context(String name, String host) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", certificates(authority.file()).iterator().next());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys(name, host).getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private KeyManagerFactory keys(String name, String host) throws Exception {
    TlsFiles files = authority.sign(name, host);
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setKeyEntry(
        "own",
        key(files.key()),
        PASSWORD,
        certificates(files.certificate()).toArray(Certificate[]::new));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    return keys;
  }

  private static PrivateKey key(Path file) throws Exception {
    String base64 = Files.readString(file).replaceAll("-----.*-----|\\s", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }

  private static Collection<? extends Certificate> certificates(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
  }
}
