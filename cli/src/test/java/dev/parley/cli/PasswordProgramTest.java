package dev.parley.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.passwords.Password;
import dev.parley.passwords.UsersFile;
import dev.parley.passwords.Verifier;
import dev.parley.secure.Entropy;
import dev.parley.tls.SelfSigned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logins with a password: `serve --users` and `connect --user`.
final class PasswordProgramTest {
  private static final String CANARY = "canary-1f2e3d4c";

  @TempDir private Path directory;

  @BeforeEach
  void makeFiles() throws IOException {
    SelfSigned pair =
        SelfSigned.make(
            "localhost",
            new SelfSigned.Names(List.of("localhost"), List.of(new byte[] {127, 0, 0, 1})),
            Instant.parse("2020-01-01T00:00:00Z"),
            Duration.ofDays(10_000),
            Entropy.secure());
    write("cert.pem", pair.certificate());
    write("key.pem", pair.keyPem());
    Verifier verifier =
        Verifier.of(Password.of(CANARY.toCharArray()), Entropy.secure(), Verifier.MIN_ITERATIONS);
    byte[] users = UsersFile.empty(Entropy.secure()).with("alice", verifier).toBytes();
    write("users", new String(users, ISO_8859_1));
    write("right", CANARY + "\n");
    write("wrong", CANARY + "x\n");
  }

  private void write(String name, String content) throws IOException {
    Path file = Files.writeString(directory.resolve(name), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private Program serve() throws IOException {
    return Program.start(
        "serve",
        "upper",
        "-l",
        "tls://127.0.0.1:0",
        "--tls-cert",
        path("cert.pem"),
        "--tls-key",
        path("key.pem"),
        "--users",
        path("users"),
        "-v");
  }

  private List<String> connect(int port, String... more) {
    List<String> words =
        new ArrayList<>(List.of("connect", "tls://127.0.0.1:" + port, "--ca", path("cert.pem")));
    List<String> given = List.of(more);
    if (!given.contains("--user")) {
      words.addAll(List.of("--user", "alice"));
    }
    words.addAll(given);
    return Program.command(words.toArray(String[]::new));
  }

  @Test
  void theRightPasswordTalksAndTheWrongOneIsRefusedAndNobodyPrintsEither() throws Exception {
    try (Program server = serve()) {
      int port = server.port("tls");
      try (Program client =
          Program.start(Map.of(), connect(port, "--password-file", path("right")))) {
        client.type("hello\n");
        assertEquals("HELLO", client.line());
        assertFalse(commandLine(client).contains("canary"));
        client.endInput();
        assertEquals(0, client.exitCode(), client.errors().toString());
        assertEquals(List.of(), client.errors());
      }
      try (Program client =
          Program.start(Map.of(), connect(port, "--password-file", path("wrong")))) {
        client.typeAll("hello\n");
        assertEquals("", client.rest());
        assertEquals(3, client.exitCode(), client.errors().toString());
        String said = client.errors().toString();
        assertTrue(said.contains("the name or the password is wrong"), said);
        assertFalse(said.contains("canary"), said);
      }
      String refused = server.await(line -> line.contains("the password is wrong"));
      assertTrue(refused.contains("alice"), refused);
      server.signal("TERM");
      assertEquals(0, server.exitCode());
      assertFalse(server.errors().toString().contains("canary"));
    }
  }

  private static String commandLine(Program program) throws IOException {
    return Files.readString(Path.of("/proc/" + program.pid() + "/cmdline"), ISO_8859_1);
  }

  @Test
  void theEnvironmentMayHoldThePassword() throws Exception {
    try (Program server = serve();
        Program client =
            Program.start(Map.of("PARLEY_PASSWORD", CANARY), connect(server.port("tls")))) {
      client.typeAll("hello\n");
      assertEquals("HELLO\n", client.rest());
      assertEquals(0, client.exitCode());
      String said = client.errors().toString();
      assertTrue(said.contains("PARLEY_PASSWORD, which every program"), said);
      assertFalse(said.contains("canary"), said);
    }
  }

  @Test
  void namesAndPasswordsMayBeOfAnyWriting() throws Exception {
    Password password = Password.of("Schlüssel-密码".toCharArray());
    UsersFile users =
        UsersFile.empty(Entropy.secure())
            .with("Jürgen", Verifier.of(password, Entropy.secure(), Verifier.MIN_ITERATIONS));
    write("users", new String(users.toBytes(), UTF_8));
    write("decomposed", "Schlu\u0308ssel-密码\n");
    try (Program server = serve()) {
      List<String> call = connect(server.port("tls"), "--user", "Ju\u0308rgen");
      List<String> byFile = new ArrayList<>(call);
      byFile.addAll(List.of("--password-file", path("decomposed")));
      try (Program client = Program.start(Map.of(), byFile)) {
        client.typeAll("hello\n");
        assertEquals("HELLO\n", client.rest());
        assertEquals(0, client.exitCode(), client.errors().toString());
      }
      server.await(line -> line.contains("Jürgen"));
      Map<String, String> variable = Map.of("PARLEY_PASSWORD", "Schlüssel-密码");
      try (Program client = Program.start(variable, call)) {
        client.typeAll("hello\n");
        assertEquals("HELLO\n", client.rest());
        assertEquals(0, client.exitCode(), client.errors().toString());
      }
    }
  }

  /// The JVM decodes the environment in the locale's character set; the launcher makes sure that a
  /// locale is set.
  @Test
  void aVariableThatTheLocaleCannotReadIsRefusedAndNotRepeated() throws Exception {
    Map<String, String> environment = Map.of("PARLEY_PASSWORD", "Schlüssel", "LC_ALL", "C");
    try (Program client = Program.start(environment, connect(1))) {
      assertEquals(2, client.exitCode());
      String said = client.errors().toString();
      assertTrue(said.contains("could not be read") && said.contains("LC_ALL"), said);
      assertFalse(said.contains("Schl") || said.contains("\ufffd"), said);
    }
  }

  @Test
  void aFaultyUsersFileIsNamedByLineAndNotRepeated() throws Exception {
    write("users", "# mine\nalice:" + CANARY + "\n");
    try (Program server = serve()) {
      assertEquals(2, server.exitCode());
      String said = server.errors().toString();
      assertTrue(said.contains("line 2: ") && !said.contains("canary"), said);
    }
  }
}
