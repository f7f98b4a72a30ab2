package dev.parley.passwords;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.exception.ScramException;
import dev.parley.layer.ProtocolException;
import dev.parley.testing.Wait;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Tests our sides against other implementations: GNU SASL's library (Debian's `libgsasl18`, called
/// by Python), and the client of the library of which we use other parts.
class OutsideSidesTest {
  private static final Users USERS =
      Users.of(
          Map.of("alice", Verifier.of(Side.password("wonderland"), Side.ENTROPY, Side.ITERATIONS)),
          Side.ENTROPY);

  private static boolean hasGsasl;

  @BeforeAll
  static void lookForGsasl() throws InterruptedException {
    try {
      Process look =
          new ProcessBuilder("python3", "-c", "import ctypes; ctypes.CDLL('libgsasl.so.18')")
              .redirectErrorStream(true)
              .start();
      hasGsasl = look.waitFor(Wait.SECONDS, TimeUnit.SECONDS) && look.exitValue() == 0;
    } catch (IOException _) {
      hasGsasl = false;
    }
  }

  private static void needGsasl() {
    if (!hasGsasl) {
      String sentence = "python3 or libgsasl.so.18 is not installed";
      if ("required".equals(System.getenv("PARLEY_INTEROP"))) {
        fail(sentence);
      }
      abort(sentence);
    }
  }

  @ParameterizedTest
  @EnumSource
  void gsaslLogsInWithUs(Binding binding) throws Exception {
    needGsasl();
    for (String password : List.of("wonderland", "wrong")) {
      Side server = Side.server(USERS, EnumSet.of(binding), Channel.HERE);
      int exitCode = run(server, gsasl("client", binding, "alice", password));
      boolean isRight = password.equals("wonderland");
      assertEquals(isRight, exitCode == 0);
      assertEquals(isRight, server.isOpen());
    }
  }

  @ParameterizedTest
  @EnumSource
  void weLogInWithGsasl(Binding binding) throws Exception {
    needGsasl();
    for (String password : List.of("wonderland", "wrong")) {
      Side client = Side.client("alice", "wonderland", binding, Channel.VERIFIED);
      int exitCode = run(client, gsasl("server", binding, "alice", password));
      boolean isRight = password.equals("wonderland");
      assertEquals(isRight, exitCode == 0);
      assertEquals(isRight, client.isOpen());
    }
  }

  /// Each side prepares the name and the password itself, and does not know how the other wrote
  /// them.
  @ParameterizedTest
  @CsvSource({
    "Jürgen, Ju\u0308rgen, Schlüssel, Schlu\u0308ssel",
    "张伟, 张伟, 很长的密码, 很长的密码",
    "alice, alice, password 1, ｐａｓｓｗｏｒｄ\u3000１",
    "alice, alice, IX, I\u00adX",
  })
  void gsaslPreparesAsWeDo(String name, String otherName, String password, String other)
      throws Exception {
    needGsasl();
    Users users =
        Users.of(
            Map.of(name, Verifier.of(Side.password(password), Side.ENTROPY, Side.ITERATIONS)),
            Side.ENTROPY);
    Side server = Side.server(users, Channel.HERE);
    assertEquals(0, run(server, gsasl("client", Binding.TLS_EXPORTER, otherName, other)));
    assertTrue(server.isOpen());
    assertEquals(name, server.layer.login().principal());
    Side client = Side.client(otherName, other, Channel.HERE);
    assertEquals(0, run(client, gsasl("server", Binding.TLS_EXPORTER, name, password)));
    assertTrue(client.isOpen());
  }

  @Test
  void gsaslOnAnotherConnectionIsRefused() throws Exception {
    needGsasl();
    Side server = Side.server(USERS, Channel.ELSEWHERE);
    assertNotEquals(0, run(server, gsasl("client", Binding.TLS_EXPORTER, "alice", "wonderland")));
    assertFalse(server.isOpen());
  }

  @Test
  void gsaslThatBelievesWeCannotBindIsRefused() throws Exception {
    needGsasl();
    Side server = Side.server(USERS, EnumSet.allOf(Binding.class), Channel.HERE);
    List<String> command = new ArrayList<>(gsasl("client", Binding.NONE, "alice", "wonderland"));
    command.add(Verifier.base64(Channel.HERE.binding())); // so it sends y
    assertNotEquals(0, run(server, command));
    assertFalse(server.isOpen());
  }

  private static List<String> gsasl(String role, Binding binding, String name, String password) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "python3",
                "src/test/python/gsasl_side.py",
                role,
                binding.mechanism(),
                name,
                password));
    if (binding == Binding.TLS_EXPORTER) {
      command.add(Verifier.base64(Channel.HERE.binding()));
    }
    return command;
  }

  /// Connects `side` to the program until one of them has finished.
  private static int run(Side side, List<String> command) throws Exception {
    Process program =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader from = program.inputReader(UTF_8);
        BufferedWriter to = program.outputWriter(UTF_8)) {
      say(side.say(), to);
      for (String line = from.readLine(); line != null; line = from.readLine()) {
        side.receive(line + "\n");
        say(side.say(), to);
      }
    } catch (ProtocolException _) {
      // Refused by us: the program sees the end of the stream.
    }
    assertTrue(program.waitFor(Wait.SECONDS, TimeUnit.SECONDS));
    return program.exitValue();
  }

  private static void say(String text, BufferedWriter to) {
    try {
      to.write(text);
      to.flush();
    } catch (IOException _) {
      // The program has finished reading.
    }
  }

  @Test
  void theLibrarysClientLogsInWithUs() throws Exception {
    ScramClient client = librarysClient("wonderland");
    Side server = Side.server(USERS, Channel.HERE);
    server.say();
    server.receive(client.clientFirstMessage() + "\n");
    client.serverFirstMessage(server.say().strip());
    server.receive(client.clientFinalMessage() + "\n");
    assertFalse(client.serverFinalMessage(server.say().strip()).isError());
    assertTrue(server.isOpen());
  }

  @Test
  void theLibrarysClientReadsOurRefusal() throws Exception {
    ScramClient client = librarysClient("wrong");
    Side server = Side.server(USERS, Channel.HERE);
    server.say();
    server.receive(client.clientFirstMessage() + "\n");
    client.serverFirstMessage(server.say().strip());
    String last = client.clientFinalMessage() + "\n";
    assertThrows(ProtocolException.class, () -> server.receive(last));
    String answer = server.say().strip();
    assertThrows(ScramException.class, () -> client.serverFinalMessage(answer));
  }

  private static ScramClient librarysClient(String password) {
    return ScramClient.builder()
        .advertisedMechanisms(List.of("SCRAM-SHA-256-PLUS"))
        .username("alice")
        .password(password.toCharArray())
        .channelBinding("tls-exporter", Channel.HERE.binding())
        .build();
  }
}
