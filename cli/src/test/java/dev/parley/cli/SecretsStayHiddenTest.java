package dev.parley.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.ConnectOutcome;
import dev.parley.Server;
import dev.parley.cli.report.EventJson;
import dev.parley.cli.report.EventText;
import dev.parley.frame.Framing;
import dev.parley.hmac.Hmac;
import dev.parley.hmac.HmacAlgorithm;
import dev.parley.hmac.Secret;
import dev.parley.limit.Timeouts;
import dev.parley.sealed.KeyRing;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Aead;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import dev.parley.session.Address;
import dev.parley.session.Event;
import dev.parley.testing.Canary;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ScriptedPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A canary is the secret of a server and of a client, in this process and as separate commands,
/// and everything that can fail does. The test then searches for it wherever others could see it:
/// events, log, errors and their causes, printed values, arguments and environment of processes.
/// `SecretsStayHiddenTest` of core tests the parts by themselves.
final class SecretsStayHiddenTest {
  /// Bytes for a sealed key and, since they are letters, for a secret in a file or in the
  /// environment.
  private static final String SECRET = "Qz7vKp2mXw9tRb4nLc8sHd6fJg3yVu5e";

  private static final Canary CANARY = new Canary(SECRET.getBytes(US_ASCII));
  private static final NamedKey KEY = NamedKey.of("canary", SECRET.getBytes(US_ASCII));
  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

  @TempDir private Path directory;

  // In this process.

  private static List<Security> securities() {
    return List.of(
        Sealed.with(KEY),
        Sealed.with(KEY, Aead.CHACHAPOLY, "hub"),
        Hmac.with(HmacAlgorithm.MD5, Secret.ofText(SECRET)),
        Hmac.with(HmacAlgorithm.SHA256, Secret.ofText(SECRET)));
  }

  /// Returns clients most of which are refused, each for another reason.
  private static List<ClientOptions> callers(Security security) {
    ClientOptions options =
        ClientOptions.defaults().withTimeouts(Timeouts.defaults().withLogin(Duration.ofSeconds(2)));
    return Stream.concat(
            Stream.of(
                options.withSecurity(security),
                options.withSecurity(security).withFraming(Framing.length()),
                options,
                options.withSecurity(Sealed.with(NamedKey.generate("canary", Entropy.secure()))),
                options.withSecurity(Hmac.with(HmacAlgorithm.SHA256, Secret.ofText("a guess")))),
            securities().stream().map(options::withSecurity))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("securities")
  void noEventAndNoErrorOfTheLibraryHoldsTheSecret(Security security) throws Exception {
    EventRecorder events = new EventRecorder();
    EventRecorder clientEvents = new EventRecorder();
    int sessions = 0;
    try (Server server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .security(security)
            .handler((session, message) -> {
              throw new IllegalStateException("a handler that fails with " + session);
            })
            .events(events)
            .start()) {
      for (ClientOptions caller : callers(security)) {
        ClientOptions options = caller.withEvents(clientEvents);
        try (Client client = Client.connect(server.address(), options)) {
          CANARY.assertNotIn("a client", List.of(client, client.session()).toString());
          client.send("hello");
          client.receive(Duration.ofMillis(300));
        } catch (IOException e) {
          CANARY.assertNotIn(e);
        }
        sessions++;
      }
      for (String noise : List.of("", REQUEST, "\u0006canary", "x".repeat(600))) {
        try (ScriptedPeer stranger = ScriptedPeer.connect(server.address())) {
          stranger.send(noise).endOutput();
          CANARY.assertNotIn("a server", stranger.readAll());
        }
        sessions++;
      }
      CANARY.assertNotIn("a server", List.of(server).toString());
      events.await(Event.SessionClosed.class, _ -> true, sessions);
    }
    for (Event event : events.all()) {
      assertHidden(event);
    }
    clientEvents.all().forEach(SecretsStayHiddenTest::assertHidden);
    assertTrue(!events.all(Event.HandlerFailed.class).isEmpty());
  }

  private static void assertHidden(Event event) {
    CANARY.assertNotIn("an event", event.toString());
    EventText text = new EventText(EventText.Detail.VERBOSE, true);
    text.lines(event, 0).forEach(line -> CANARY.assertNotIn("the log", line));
    CANARY.assertNotIn("the log in JSON", EventJson.line(event, Instant.EPOCH));
    switch (event) {
      case Event.HandlerFailed failed -> CANARY.assertNotIn(failed.cause());
      case Event.Defect defect -> CANARY.assertNotIn(defect.cause());
      default -> {
        // Its text is all there is.
      }
    }
  }

  @ParameterizedTest
  @MethodSource("securities")
  void noServerThatIsNotOursLearnsTheSecret(Security security) throws Exception {
    EventRecorder events = new EventRecorder();
    ClientOptions options =
        ClientOptions.defaults()
            .withSecurity(security)
            .withTimeouts(Timeouts.defaults().withLogin(Duration.ofMillis(300)))
            .withEvents(events);
    String random = "0123456789abcdef0123456789abcdef";
    for (String greeting :
        List.of(
            "", REQUEST, random, "Parley sealed\n\1\1" + random, "Parley sealed\n\1\2" + random)) {
      try (RawServer server = RawServer.open()) {
        FutureTask<byte[]> heard =
            new FutureTask<>(() -> {
              try (RawServer.Peer peer = server.accept()) {
                peer.send(greeting).endOutput();
                return peer.rest();
              }
            });
        Thread.ofVirtual().start(heard);
        ConnectOutcome outcome = Client.tryConnect(Address.parse(server.address()), options);
        CANARY.assertNotIn("an outcome", outcome.toString());
        if (outcome instanceof ConnectOutcome.Connected(Client client)) {
          client.close();
        }
        CANARY.assertNotIn("a client", heard.get());
      }
    }
    events.all().forEach(SecretsStayHiddenTest::assertHidden);
  }

  @Test
  void noValueThatHoldsTheSecretPrintsIt() {
    KeyRing ring = KeyRing.of(List.of(KEY));
    Secret secret = Secret.ofText(SECRET);
    Stream.concat(
            securities().stream()
                .flatMap(security ->
                    Stream.of(
                        security,
                        security.warnings(),
                        ClientOptions.defaults().withSecurity(security),
                        Server.builder().security(security))),
            Stream.of(KEY, ring, secret, Sealed.with(ring, Aead.AESGCM, "hub")))
        .forEach(value -> {
          CANARY.assertNotIn(value.getClass().getName(), value.toString());
          CANARY.assertNotIn(value.getClass().getName(), Integer.toHexString(value.hashCode()));
        });
  }

  // As commands.

  /// A way of passing the secret to a command.
  ///
  /// @param words for server and client alike
  /// @param variable the environment variable with the secret, if any
  record Told(String by, List<String> words, Map<String, String> variable) {
    String[] command(String... more) {
      return Stream.concat(Arrays.stream(more), words.stream()).toArray(String[]::new);
    }

    @Override
    public String toString() {
      return by;
    }
  }

  // Add a row for each new login.
  static List<Told> told() {
    return List.of(
        new Told("file", List.of("--auth", "hmac-sha256", "--key-file", "canary.key"), Map.of()),
        new Told(
            "file, in JSON",
            List.of("--auth", "hmac-md5", "--key-file", "canary.key", "--json"),
            Map.of()),
        new Told("environment", List.of("--auth", "hmac-sha256"), Map.of("PARLEY_KEY", SECRET)),
        new Told("key", List.of("--key-file", "sealing.key"), Map.of()),
        new Told(
            "key in the environment",
            List.of("--json"),
            Map.of("PARLEY_KEY", new String(KEY.toFileContent(), US_ASCII))));
  }

  private Program start(Told told, String... words) throws IOException {
    String[] command = told.command(words);
    for (int i = 0; i < command.length; i++) {
      if (command[i].endsWith(".key")) {
        command[i] = key(command[i]).toString();
      }
    }
    Map<String, String> environment = new HashMap<>(told.variable());
    environment.put("PARLEY_DEBUG", "1"); // stack traces too
    return Program.start(environment, Program.command(command));
  }

  /// Returns a key file. Others may read it, which causes one more warning to check.
  private Path key(String name) throws IOException {
    Path key = directory.resolve(name);
    if (!Files.exists(key)) {
      boolean seals = name.equals("sealing.key");
      Files.write(key, seals ? KEY.toFileContent() : (SECRET + "\n").getBytes(US_ASCII));
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    }
    return key;
  }

  @ParameterizedTest
  @MethodSource("told")
  void noCommandGivesTheSecretAway(Told told) throws Exception {
    try (Program server =
        start(
            told, "serve", "upper", "-v", "-l", "tcp://127.0.0.1:0", "--login-timeout", "300ms")) {
      int port = portOf(server);
      try (Program client = start(told, "connect", "tcp://127.0.0.1:" + port, "-v")) {
        client.type("hello\n");
        assertEquals("HELLO", client.line().replaceAll(".*\"(HELLO)\".*", "$1"));
        assertHiddenInProcess(server);
        assertHiddenInProcess(client);
        client.endInput();
        CANARY.assertNotIn("a client's output", client.rest());
        assertEquals(0, client.exitCode());
        client.errors().forEach(line -> CANARY.assertNotIn("a client's log", line));
      }
      for (String noise : List.of("", REQUEST, "x".repeat(16), "x".repeat(600))) {
        try (RawPeer stranger = RawPeer.tcp(port)) {
          CANARY.assertNotIn("a server", stranger.send(noise).endOutput().rest());
        }
      }
      server.signal("TERM");
      CANARY.assertNotIn("a server's output", server.rest());
      server.errors().forEach(line -> CANARY.assertNotIn("a server's log", line));
      assertTrue(
          server.errors().stream().filter(line -> line.contains("login-refused")).count() >= 4,
          server.errors()::toString);
    }
  }

  private static int portOf(Program server) throws InterruptedException {
    String line =
        server.await(text -> text.contains("listening") && text.contains("tcp://127.0.0.1:"));
    return Integer.parseInt(line.replaceAll(".*tcp://127\\.0\\.0\\.1:(\\d+).*", "$1"));
  }

  /// Asserts that arguments, environment and the JVM's own information hide the secret, except for
  /// the one variable that is documented to hold it.
  private static void assertHiddenInProcess(Program program) throws Exception {
    Path process = Path.of("/proc", Long.toString(program.pid()));
    if (Files.isDirectory(process)) {
      CANARY.assertNotIn("argv", Files.readAllBytes(process.resolve("cmdline")));
      String environment = Files.readString(process.resolve("environ"));
      for (String variable : environment.split("\0", -1)) {
        if (!variable.startsWith("PARLEY_KEY=")) {
          CANARY.assertNotIn("the environment", variable);
        }
      }
    }
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    if (Files.isExecutable(jcmd)) {
      Process told =
          new ProcessBuilder(jcmd.toString(), "" + program.pid(), "VM.system_properties")
              .redirectErrorStream(true)
              .start();
      byte[] properties = told.getInputStream().readAllBytes();
      CANARY.assertNotIn("the JVM's properties", properties);
      assertEquals(0, told.waitFor(), () -> new String(properties, US_ASCII));
    }
  }

  @Test
  void noRefusalOfACommandRepeatsTheKeyFile() throws Exception {
    Told twice =
        new Told("twice", List.of("--auth", "hmac-sha1", "--key-file", "canary.key"), Map.of());
    Told withoutLogin = new Told("without", List.of("--key-file", "canary.key"), Map.of());
    for (Told told : List.of(twice, withoutLogin)) {
      for (String verb : List.of("serve", "connect")) {
        try (Program program = start(told, verb)) {
          assertEquals(2, program.exitCode());
          CANARY.assertNotIn(verb, program.rest());
          program.errors().forEach(line -> CANARY.assertNotIn(verb, line));
        }
      }
    }
  }
}
