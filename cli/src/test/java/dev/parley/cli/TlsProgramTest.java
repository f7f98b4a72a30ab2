package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.Server;
import dev.parley.cli.command.ExitCode;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.EventRecorder;
import dev.parley.tls.Pin;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsClient;
import dev.parley.tls.TlsFiles;
import dev.parley.tls.TlsServer;
import dev.parley.tls.TlsVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// TLS with programs that are not ours: openssl, Python's ssl, sslscan; and with our own command.
final class TlsProgramTest {
  @TempDir private Path directory;

  private final EventRecorder events = new EventRecorder();
  private TlsFiles pair;
  private Pin pin;
  private @Nullable Server server;

  @BeforeEach
  void makePair() throws Exception {
    try (Program cert = Program.start("cert", "-o", directory.resolve("own").toString())) {
      pin = Pin.parse(cert.line());
      assertEquals(0, cert.exitCode());
    }
    pair = files("own");
  }

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
  }

  private TlsFiles files(String name) {
    return new TlsFiles(
        directory.resolve(name + "-cert.pem"), directory.resolve(name + "-key.pem"));
  }

  private Address serve(TlsServer tls) throws IOException {
    return serve(tls, (session, message) -> session.send(message.text().toUpperCase(Locale.ROOT)));
  }

  private Address serve(TlsServer tls, Handler handler) throws IOException {
    server =
        Server.builder()
            .listen("tls://127.0.0.1:0")
            .tls(tls)
            .framing(Framing.line())
            .handler(handler)
            .events(events)
            .start();
    return server.address();
  }

  /// Returns a handler that half-closes at once, as TLS 1.3 allows.
  private static Handler endingAtOnce(AtomicInteger heard) {
    return new Handler() {
      @Override
      public void opened(Session session) {
        session.endOutput();
      }

      @Override
      public void received(Session session, Message message) {
        heard.incrementAndGet();
      }
    };
  }

  private static String run(String... command) throws Exception {
    try (Program program = Program.start(Map.of(), List.of(command))) {
      program.endInput();
      String out = program.rest();
      assertEquals(0, program.exitCode(), () -> out);
      return out;
    }
  }

  // Our own command.

  @Test
  void aServerThatHasEndedItsSideGetsAllOfTheInput() throws Exception {
    AtomicInteger heard = new AtomicInteger();
    Address address = serve(Tls.server(List.of(pair)), endingAtOnce(heard));
    List<String> words = new ArrayList<>(List.of("sh", "-c", "seq 1 50000 | exec \"$@\"", "sh"));
    words.addAll(
        Program.command("connect", address.toString(), "--ca", pair.certificate().toString()));
    try (Program connect = Program.start(Map.of(), words)) {
      assertEquals(0, connect.exitCode());
    }
    events.await(Event.SessionClosed.class);
    assertEquals(50_000, heard.get());
  }

  /// The alert of a TLS server behind a TLS proxy, which does not receive the TLS that it expects.
  @Test
  void anAlertInsideTlsIsNoReasonToCallWithTls() throws Exception {
    Handler alerting =
        new Handler() {
          @Override
          public void opened(Session session) {
            session.send(HexFormat.of().parseHex("15030300020228"));
            session.close();
          }

          @Override
          public void received(Session session, Message message) {
            // No messages are expected.
          }
        };
    Address address = serve(Tls.server(List.of(pair)), alerting);
    try (Program connect =
        Program.start("connect", address.toString(), "--ca", pair.certificate().toString())) {
      String said = connect.await(line -> line.contains("talks TLS"));
      assertTrue(said.contains("behind a proxy for TLS; one of the two must be plain"), said);
      assertEquals("", connect.rest());
      assertEquals(ExitCode.PROTOCOL, connect.exitCode());
    }
  }

  @Test
  void aPairThatCertMadeServesAndIsBelieved() throws Exception {
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(pair.key())));
    try (Program serve =
        Program.start(
            "serve",
            "upper",
            "-l",
            "tls://127.0.0.1:0",
            "--tls-cert",
            pair.certificate().toString(),
            "--tls-key",
            pair.key().toString())) {
      String address = "tls://127.0.0.1:" + serve.port("tls");
      try (Program connect =
          Program.start("connect", address, "--ca", pair.certificate().toString())) {
        connect.typeAll("hello\nworld\n");
        assertEquals("HELLO\nWORLD\n", connect.rest());
        assertEquals(0, connect.exitCode());
      }
      try (Program connect = Program.start("connect", address, "--pin", pin.toString())) {
        connect.typeAll("pinned\n");
        assertEquals("PINNED\n", connect.rest());
      }
      try (Program connect = Program.start("connect", address, "--insecure")) {
        connect.typeAll("anybody\n");
        assertEquals("ANYBODY\n", connect.rest());
        String warning = connect.await(line -> line.contains("--insecure"));
        assertTrue(warning.contains("can read and change everything"), warning);
      }
      try (Program connect = Program.start("connect", address)) {
        connect.endInput();
        String refusal = connect.await(line -> line.contains("is not signed by anybody"));
        assertTrue(refusal.contains(pin.toString()), refusal);
        assertEquals(ExitCode.LOGIN_REFUSED, connect.exitCode());
      }
    }
  }

  @Test
  void certNeverOverwrites() throws Exception {
    String before = Files.readString(pair.key());
    try (Program cert = Program.start("cert", "-o", directory.resolve("own").toString())) {
      String refusal = cert.await(line -> line.contains("is there already"));
      assertFalse(refusal.isEmpty());
      assertEquals(ExitCode.USAGE, cert.exitCode());
    }
    assertEquals(before, Files.readString(pair.key()));
  }

  // openssl.

  @ParameterizedTest
  @EnumSource
  void opensslTalksWithUs(TlsVersion version) throws Exception {
    Installed.need("openssl");
    Address address = serve(Tls.server(List.of(pair)).withOldest(version));
    try (Program openssl =
        Program.start(
            Map.of(),
            List.of(
                "openssl",
                "s_client",
                "-connect",
                "127.0.0.1:" + address.port(),
                "-servername",
                "localhost",
                "-CAfile",
                pair.certificate().toString(),
                "-verify_return_error",
                "-verify_hostname",
                "localhost",
                "-quiet",
                "-no_ign_eof",
                version == TlsVersion.TLS_1_2 ? "-tls1_2" : "-tls1_3"))) {
      openssl.type("hello\n");
      assertEquals("HELLO", openssl.line());
      openssl.endInput();
      assertEquals(0, openssl.exitCode());
    }
    assertEquals(CloseReason.PEER_CLOSED, events.await(Event.SessionClosed.class).reason());
  }

  /// Java's TLS considers neither a valid name.
  @ParameterizedTest
  @ValueSource(strings = {"my_host", "localhost."})
  void opensslAsksForANameThatJavaDoesNotTake(String name) throws Exception {
    Installed.need("openssl");
    try (Program serve =
            Program.start(
                "serve",
                "upper",
                "-l",
                "tls://127.0.0.1:0",
                "--tls-cert",
                pair.certificate().toString(),
                "--tls-key",
                pair.key().toString());
        Program openssl =
            Program.start(
                Map.of(),
                List.of(
                    "openssl",
                    "s_client",
                    "-connect",
                    "127.0.0.1:" + serve.port("tls"),
                    "-servername",
                    name,
                    "-quiet"))) {
      openssl.type("hello\n");
      assertEquals("HELLO", openssl.line());
    }
  }

  /// Java's TLS considers some of these invalid names; a group that we do not have causes a second
  /// hello.
  @ParameterizedTest
  @CsvSource({
    "my_host, my_host, ''",
    "MY_HOST, my_host, ''",
    "my_host., my_host, ''",
    "my_host, my_host, -tls1_2",
    "my_host, my_host, -groups P-521:X25519",
    "host., host, ''",
    "Host, host, ''",
    "of_nobody, localhost, ''"
  })
  void opensslIsShownTheCertificateOfTheNameThatItAsksFor(
      String asked, String shown, String options) throws Exception {
    Installed.need("openssl");
    List<String> words =
        new ArrayList<>(List.of("serve", "upper", "-l", "tls://127.0.0.1:0", "--tls-min", "1.2"));
    for (String name : List.of("localhost", "my_host", "host")) {
      List<String> cert = Program.command("cert", name, "-o", directory.resolve(name).toString());
      run(cert.toArray(String[]::new));
      words.addAll(List.of("--tls-cert", files(name).certificate().toString()));
      words.addAll(List.of("--tls-key", files(name).key().toString()));
    }
    try (Program serve = Program.start(words.toArray(String[]::new))) {
      List<String> call = new ArrayList<>(List.of("openssl", "s_client", "-connect"));
      call.addAll(List.of("127.0.0.1:" + serve.port("tls"), "-servername", asked));
      call.addAll(options.isEmpty() ? List.of() : List.of(options.split(" ")));
      call.addAll(List.of("-CAfile", files(shown).certificate().toString()));
      call.addAll(List.of("-verify_return_error", "-verify_hostname", shown, "-quiet"));
      try (Program openssl = Program.start(Map.of(), call)) {
        openssl.type("hello\n");
        assertEquals("HELLO", openssl.line());
      }
    }
  }

  @Test
  void opensslDoesNotGetToRenegotiate() throws Exception {
    Installed.need("openssl");
    Address address = serve(Tls.server(List.of(pair)).withOldest(TlsVersion.TLS_1_2));
    try (Program openssl =
        Program.start(
            Map.of(),
            List.of("openssl", "s_client", "-connect", "127.0.0.1:" + address.port(), "-tls1_2"))) {
      openssl.awaitStdout("Verify return code");
      openssl.type("R\n");
      Event.SessionClosed closed = events.await(Event.SessionClosed.class);
      assertEquals(CloseReason.FRAME_MALFORMED, closed.reason());
      assertEquals(
          "the other side wants to renegotiate TLS 1.2, which is off here", closed.detail());
    }
  }

  @ParameterizedTest
  @EnumSource
  void weTalkWithOpenssl(TlsVersion version) throws Exception {
    Installed.need("openssl");
    try (Program openssl =
        Program.start(
            Map.of(),
            List.of(
                "openssl",
                "s_server",
                "-accept",
                "127.0.0.1:0",
                "-cert",
                pair.certificate().toString(),
                "-key",
                pair.key().toString(),
                "-rev",
                version == TlsVersion.TLS_1_2 ? "-tls1_2" : "-tls1_3"))) {
      String ready = openssl.awaitStdout("ACCEPT 127.0.0.1:");
      while (!ready.substring(ready.indexOf("ACCEPT ")).contains("\n")) {
        ready += openssl.line() + "\n";
      }
      String line = ready.substring(ready.indexOf("ACCEPT 127.0.0.1:")).lines().findFirst().get();
      int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1).strip());
      TlsClient tls = Tls.client().withAuthorities(pair.certificate()).withOldest(version);
      try (Client client =
          Client.connect("tls://localhost:" + port, ClientOptions.defaults().withTls(tls))) {
        client.send("abc");
        assertEquals(Message.of("cba"), client.receive());
      }
    }
  }

  /// The formats that openssl writes today and wrote before version 3, for each kind of key.
  @ParameterizedTest
  @ValueSource(strings = {"rsa", "rsa-old", "ec", "ec-old", "ed25519"})
  void keysThatOpensslWroteAreRead(String kind) throws Exception {
    Installed.need("openssl");
    TlsFiles made = files("made");
    String key = made.key().toString();
    switch (kind) {
      case "rsa" -> run("openssl", "genrsa", "-out", key, "2048");
      case "rsa-old" -> run("openssl", "genrsa", "-traditional", "-out", key, "2048");
      case "ec" ->
          run(
              "openssl",
              "genpkey",
              "-algorithm",
              "EC",
              "-pkeyopt",
              "ec_paramgen_curve:P-256",
              "-out",
              key);
      case "ec-old" -> run("openssl", "ecparam", "-name", "secp384r1", "-genkey", "-out", key);
      default -> run("openssl", "genpkey", "-algorithm", "ED25519", "-out", key);
    }
    run(
        "openssl",
        "req",
        "-x509",
        "-key",
        key,
        "-subj",
        "/CN=made",
        "-addext",
        "subjectAltName=DNS:localhost",
        "-days",
        "2",
        "-out",
        made.certificate().toString());
    Address address = serve(Tls.server(List.of(made)));
    TlsClient tls = Tls.client().withAuthorities(made.certificate());
    try (Client client =
        Client.connect(address.withHost("localhost"), ClientOptions.defaults().withTls(tls))) {
      client.send("hello");
      assertEquals(Message.of("HELLO"), client.receive());
    }
  }

  // Python.

  @Test
  void pythonTalksWithUs() throws Exception {
    Installed.need("python3");
    Address address = serve(Tls.server(List.of(pair)));
    try (Program python = Program.python("tls_client.py", address.port(), pair.certificate())) {
      assertEquals("HELLO 6\nXXXXX 40001\nTLSv1.3\nended\n", python.rest());
    }
    assertEquals(CloseReason.PEER_CLOSED, events.await(Event.SessionClosed.class).reason());
  }

  /// The reply to `ended` is delayed, so that all of it arrives after the client's close_notify.
  @ParameterizedTest
  @EnumSource
  void aPeerOfOpensslMayEndItsDirection(TlsVersion version) throws Exception {
    Installed.need("python3");
    Address address =
        serve(
            Tls.server(List.of(pair)).withOldest(version),
            new Handler() {
              @Override
              public void received(Session session, Message message) {
                session.send("heard " + message.text());
              }

              @Override
              public void ended(Session session) {
                for (int i = 0; i < 5_000; i++) {
                  session.send("late " + i);
                }
                session.close();
              }
            });
    try (Program python =
        Program.python("tls_half_close.py", address.port(), pair.certificate(), "ours")) {
      List<String> lines = python.rest().lines().toList();
      assertEquals("heard hello", lines.getFirst());
      assertEquals("late 4999", lines.get(5_000));
      assertEquals("TLSv1.3", lines.getLast());
    }
  }

  @Test
  void aPeerOfOpensslIsHeardThoughWeHaveEndedOurDirection() throws Exception {
    Installed.need("python3");
    AtomicInteger heard = new AtomicInteger();
    Address address = serve(Tls.server(List.of(pair)), endingAtOnce(heard));
    try (Program python =
        Program.python("tls_half_close.py", address.port(), pair.certificate(), "theirs")) {
      assertEquals("TLSv1.3\n", python.rest());
    }
    assertEquals(CloseReason.PEER_CLOSED, events.await(Event.SessionClosed.class).reason());
    assertEquals(5_000, heard.get());
  }

  @Test
  void pythonShowsItsCertificate() throws Exception {
    Installed.need("python3");
    Address address = serve(Tls.server(List.of(pair)).withClientAuthorities(pair.certificate()));
    try (Program python =
        Program.python(
            "tls_client.py", address.port(), pair.certificate(), pair.certificate(), pair.key())) {
      assertEquals("HELLO 6\nXXXXX 40001\nTLSv1.3\nended\n", python.rest());
    }
  }

  @Test
  void weTalkWithPythonAndShowOurCertificate() throws Exception {
    Installed.need("python3");
    try (Program python =
        Program.python("tls_server.py", pair.certificate(), pair.key(), pair.certificate())) {
      int port = python.number();
      TlsClient tls = Tls.client().withPin(pin).withCertificate(pair);
      try (Client client =
          Client.connect("tls://127.0.0.1:" + port, ClientOptions.defaults().withTls(tls))) {
        client.send("hello");
        assertEquals(Message.of("HELLO"), client.receive());
        client.endOutput();
        assertNull(client.receive());
      }
      assertEquals("{'commonName': 'localhost'}\n", python.rest());
    }
  }

  // sslscan.

  @ParameterizedTest
  @EnumSource
  void sslscanFindsNothingWeak(TlsVersion version) throws Exception {
    Installed.need("sslscan");
    Address address = serve(Tls.server(List.of(pair)).withOldest(version));
    String found =
        run("sslscan", "--no-colour", "--sni-name=localhost", "127.0.0.1:" + address.port());
    boolean isOld = version == TlsVersion.TLS_1_2;
    for (String line :
        List.of(
            "SSLv2     disabled",
            "SSLv3     disabled",
            "TLSv1.0   disabled",
            "TLSv1.1   disabled",
            "TLSv1.2   " + (isOld ? "enabled" : "disabled"),
            "TLSv1.3   enabled",
            "Session renegotiation not supported",
            "TLSv1.3 not vulnerable to heartbleed")) {
      assertTrue(found.contains(line), () -> "no '" + line + "' in:\n" + found);
    }
    assertFalse(found.contains("Compression enabled"), found);
    List<String> suites =
        found.lines().filter(line -> line.matches("(Preferred|Accepted) .*")).toList();
    assertFalse(suites.isEmpty());
    for (String suite : suites) {
      assertTrue(
          suite.matches("(Preferred|Accepted) +TLSv1\\.[23] +(128|256) bits +(TLS_|ECDHE-).*")
              && suite.matches(".*(GCM|CHACHA20).*"),
          suite);
    }
  }
}
