package dev.parley.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cli.RawServer.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The login of `parley connect`, against a raw server: it sends 32 bytes, expects their HMAC (RFC
/// 2104), and replies nothing.
final class ConnectLoginProgramTest {
  private static final byte[] CHALLENGE = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);

  @TempDir Path directory;
  @AutoClose private final RawServer server = RawServer.open();
  private Path keyFile;

  @BeforeEach
  void writeKey() throws IOException {
    keyFile = Files.writeString(directory.resolve("key"), "secret\n");
  }

  private Program connect() throws IOException {
    return Program.start(
        "connect",
        server.address(),
        "--framing",
        "length:4le",
        "--reply-framing",
        "raw",
        "--auth",
        "hmac-md5",
        "--key-file",
        keyFile.toString());
  }

  private static byte[] proof() throws Exception {
    Mac mac = Mac.getInstance("HmacMD5");
    mac.init(new SecretKeySpec("secret".getBytes(UTF_8), "HmacMD5"));
    return mac.doFinal(CHALLENGE);
  }

  /// Performs the login on the server's side and accepts the correct proof.
  private Peer loggedIn() throws Exception {
    Peer peer = server.accept();
    peer.send(CHALLENGE);
    assertArrayEquals(proof(), peer.receive(16));
    return peer;
  }

  private static void assertRefused(Program program) throws Exception {
    assertEquals(3, program.exitCode());
    String sentence = "right after the login: it refused the secret, or it was stopped;";
    List<String> errors = program.errors();
    assertTrue(errors.stream().anyMatch(line -> line.contains(sentence)), errors.toString());
  }

  @Test
  void theProofGoesOutThenTheMessagesInTheirFraming() throws Exception {
    try (Program program = connect();
        Peer peer = loggedIn()) {
      program.type("hi\n");
      program.endInput();
      assertArrayEquals(new byte[] {2, 0, 0, 0, 'h', 'i'}, peer.receive(6));
      peer.send("HI");
      assertEquals("", peer.restText());
      peer.hangUp();
      assertEquals("HI\n", new String(program.stdout().readAllBytes(), UTF_8));
      assertEquals(0, program.exitCode());
      assertTrue(
          program.errors().stream()
              .anyMatch(line -> line.startsWith("parley: hmac-md5 proves the client only")));
    }
  }

  @Test
  void aCloseWithoutAWordIsARefusedLoginThoughTheInputHasEnded() throws Exception {
    try (Program program = connect();
        Peer peer = server.accept()) {
      program.endInput();
      peer.send(CHALLENGE).receive(16);
      peer.hangUp();
      assertRefused(program);
    }
  }

  @Test
  void aCloseWithoutAWordIsARefusedLoginThoughMessagesWereSent() throws Exception {
    try (Program program = connect();
        Peer peer = server.accept()) {
      program.type("hi\n");
      peer.send(CHALLENGE).receive(16 + 6);
      peer.hangUp();
      assertEquals(3, program.exitCode());
    }
  }

  @Test
  void aResetWithoutAWordIsARefusedLogin() throws Exception {
    try (Program program = connect();
        Peer peer = server.accept()) {
      program.type("hi\n");
      program.endInput();
      peer.send(CHALLENGE).receive(16);
      peer.reset();
      assertRefused(program);
    }
  }

  @Test
  void aServerThatAcceptsAndHasNothingToSayIsFine() throws Exception {
    try (Program program = connect();
        Peer peer = loggedIn()) {
      program.type("hi\n");
      program.endInput();
      assertEquals(6, peer.rest().length);
      peer.hangUp();
      assertEquals(0, program.exitCode());
    }
  }

  @Test
  void aResetAfterAMessageIsANetworkFailure() throws Exception {
    try (Program program = connect();
        Peer peer = loggedIn()) {
      peer.send("hello");
      program.awaitStdout("hello\n");
      peer.reset();
      assertEquals(1, program.exitCode());
    }
  }

  @Test
  void aServerThatEndsInsideItsChallengeIsARefusedLogin() throws Exception {
    try (Program program = connect()) {
      server.accept().send("short").hangUp();
      assertEquals(3, program.exitCode());
    }
  }

  @Test
  void theSecretMayComeFromTheEnvironmentWithAWarning() throws Exception {
    List<String> command =
        Program.command("connect", server.address(), "--auth", "hmac-md5", "--framing", "raw");
    try (Program program = Program.start(Map.of("PARLEY_KEY", "secret"), command);
        Peer peer = loggedIn()) {
      program.await(line -> line.contains("PARLEY_KEY"));
      peer.send("x").hangUp();
      assertEquals(0, program.exitCode());
    }
  }
}
