package dev.parley.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.parley.cli.command.ExitCode;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A running server that follows its users, its clients' authorities and its own certificate.
/// [SealedProgramTest] tests keys.
final class FollowedProgramTest {
  @TempDir private Path directory;

  @BeforeEach
  void makeFiles() throws IOException {
    pair("server");
  }

  private SelfSigned pair(String name) throws IOException {
    SelfSigned pair =
        SelfSigned.make(
            "localhost",
            new SelfSigned.Names(List.of("localhost"), List.of(new byte[] {127, 0, 0, 1})),
            Instant.parse("2020-01-01T00:00:00Z"),
            Duration.ofDays(10_000),
            Entropy.secure());
    write(name + "-cert.pem", pair.certificate());
    write(name + "-key.pem", pair.keyPem());
    return pair;
  }

  private void write(String name, String content) throws IOException {
    Path file = Files.writeString(directory.resolve(name), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private Program serve(String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("serve", "upper", "-l", "tls://127.0.0.1:0"));
    words.addAll(
        List.of("--tls-cert", path("server-cert.pem"), "--tls-key", path("server-key.pem")));
    words.addAll(List.of(more));
    return Program.start(words.toArray(String[]::new));
  }

  private static Program connect(int port, String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("connect", "tls://127.0.0.1:" + port));
    words.addAll(List.of(more));
    return Program.start(words.toArray(String[]::new));
  }

  private void passwd(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of("passwd", path("users")));
    all.addAll(List.of(words));
    try (Program passwd = Program.start(all.toArray(String[]::new))) {
      passwd.endInput();
      assertEquals(0, passwd.exitCode(), passwd.errors().toString());
    }
  }

  @Test
  void aUserWhoIsDeletedIsOut() throws Exception {
    UsersFile users = UsersFile.empty(Entropy.secure());
    for (String name : List.of("alice", "bob")) {
      Password password = Password.of(("of " + name).toCharArray());
      users = users.with(name, Verifier.of(password, Entropy.secure(), Verifier.MIN_ITERATIONS));
      write("password-of-" + name, "of " + name + "\n");
    }
    write("users", new String(users.toBytes(), ISO_8859_1));
    try (Program server = serve("--users", path("users"));
        Program alice = login(server.port("tls"), "alice");
        Program bob = login(server.port("tls"), "bob")) {
      alice.type("hello\n");
      assertEquals("HELLO", alice.line());
      bob.type("hello\n");
      assertEquals("HELLO", bob.line());
      passwd("alice", "--delete");
      server.await(line -> line.endsWith(": removed alice; 1 user"));
      server.await(line -> line.contains("closed revoked (what alice had proven"));
      bob.type("still here\n");
      assertEquals("STILL HERE", bob.line());
      try (Program again = login(server.port("tls"), "alice")) {
        again.endInput();
        assertEquals(ExitCode.LOGIN_REFUSED, again.exitCode(), again.errors().toString());
      }
      write("users", "alice\n");
      server.await(line -> line.contains("cannot be used: line 1: "));
      server.signal("HUP");
      server.await(line -> line.endsWith(": read again, nothing changed; 1 user"));
      write("users", new String(users.toBytes(), ISO_8859_1));
      server.await(line -> line.endsWith(": added alice; 2 users"));
      server.await(line -> line.endsWith("/users is in order again"));
      server.signal("TERM");
      assertEquals(0, server.exitCode());
      String salt = new String(users.toBytes(), ISO_8859_1).replaceAll("(?s).*:(.*?)\\$.*", "$1");
      assertFalse(server.errors().toString().contains(salt));
    }
  }

  private Program login(int port, String name) throws IOException {
    return connect(
        port,
        "--ca",
        path("server-cert.pem"),
        "--user",
        name,
        "--password-file",
        path("password-of-" + name));
  }

  @Test
  void aClientWhoseAuthorityIsTakenAwayIsOut() throws Exception {
    String alice = pair("alice").certificate();
    String bob = pair("bob").certificate();
    write("clients.pem", alice + bob);
    try (Program server = serve("--client-ca", path("clients.pem"));
        Program goes = showing(server.port("tls"), "alice");
        Program stays = showing(server.port("tls"), "bob")) {
      goes.type("hello\n");
      assertEquals("HELLO", goes.line());
      stays.type("hello\n");
      assertEquals("HELLO", stays.line());
      write("clients.pem", bob);
      server.await(line -> line.endsWith("; 1 client authority"));
      server.await(line -> line.contains("closed revoked (what CN=localhost had proven"));
      stays.type("still here\n");
      assertEquals("STILL HERE", stays.line());
      Files.delete(directory.resolve("clients.pem"));
      server.await(line -> line.endsWith("; 0 client authorities"));
      assertEquals("", stays.rest());
    }
  }

  private Program showing(int port, String name) throws IOException {
    return connect(
        port,
        "--ca",
        path("server-cert.pem"),
        "--tls-cert",
        path(name + "-cert.pem"),
        "--tls-key",
        path(name + "-key.pem"));
  }

  @Test
  void aCertificateIsReplacedOnceItsKeyFits() throws Exception {
    SelfSigned old =
        SelfSigned.make(
            "localhost",
            new SelfSigned.Names(List.of("localhost"), List.of()),
            Instant.parse("2020-01-01T00:00:00Z"),
            Duration.ofDays(10_000),
            Entropy.secure());
    write("server-cert.pem", old.certificate());
    write("server-key.pem", old.keyPem());
    try (Program server = serve();
        Program before = connect(server.port("tls"), "--pin", old.pin().toString())) {
      before.type("hello\n");
      assertEquals("HELLO", before.line());
      SelfSigned fresh = pair("fresh");
      write("server-cert.pem", fresh.certificate());
      server.await(line -> line.contains("server-cert.pem cannot be used: the key file "));
      try (Program same = connect(server.port("tls"), "--pin", old.pin().toString())) {
        same.typeAll("old\n");
        assertEquals("OLD\n", same.rest());
      }
      write("server-key.pem", fresh.keyPem());
      server.await(line -> line.endsWith("server-cert.pem is in order again"));
      try (Program after = connect(server.port("tls"), "--pin", fresh.pin().toString())) {
        after.typeAll("new\n");
        assertEquals("NEW\n", after.rest());
      }
      before.type("still here\n");
      assertEquals("STILL HERE", before.line());
    }
  }
}
