package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.Server;
import dev.parley.frame.Message;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Aead;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import dev.parley.services.Upper;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.testing.EventRecorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sealed sessions with programs that share no code with ours: the package `dissononce`, an
/// implementation of the Noise Protocol Framework in Python, and the client in `examples`, which
/// was written from docs/PROTOCOL.md §10 alone.
final class SealedPythonTest {
  private static final NamedKey KEY = NamedKey.generate("laptop", Entropy.secure());

  private final EventRecorder events = new EventRecorder();
  @TempDir private Path directory;
  private Path keyFile;

  @BeforeEach
  void writeKey() throws IOException {
    keyFile = Files.write(directory.resolve("laptop.key"), KEY.toFileContent());
  }

  private Server upper(Security security) throws IOException {
    return Server.builder()
        .listen("tcp://127.0.0.1:0")
        .security(security)
        .handler(new Upper())
        .events(events)
        .start();
  }

  private static Program run(String python, Path script, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(python, script.toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return Program.start(Map.of("PYTHONUTF8", "1"), command);
  }

  // Another implementation of Noise.

  private static Program noise(Object... arguments) throws Exception {
    return run(
        Installed.pythonWith("dissononce"),
        Path.of("src", "test", "python", "noise_peer.py"),
        arguments);
  }

  private static Aead aead(String cipher) {
    return Aead.parse(cipher.toLowerCase(Locale.ROOT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AESGCM", "ChaChaPoly"})
  void itsClientTalksWithOurServer(String cipher) throws Exception {
    try (Server server = upper(Sealed.with(KEY, aead(cipher), "hub"));
        Program client = noise("client", keyFile, cipher, "hub", server.address().port())) {
      client.typeAll("hello\nsome more\nand the last\n");
      assertEquals("HELLO\nSOME MORE\nAND THE LAST\n(end)\n", client.rest());
      assertEquals(CloseReason.PEER_CLOSED, events.await(Event.SessionClosed.class).reason());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AESGCM", "ChaChaPoly"})
  void ourClientTalksWithItsServer(String cipher) throws Exception {
    ClientOptions options =
        ClientOptions.defaults().withSecurity(Sealed.with(KEY, aead(cipher), "hub"));
    try (Program server = noise("server", keyFile, cipher, "hub")) {
      try (Client client = Client.connect("tcp://127.0.0.1:" + server.number(), options)) {
        for (String word : List.of("hello", "some more", "and the last")) {
          client.send(word);
          assertEquals(Message.of(word.toUpperCase(Locale.ROOT)), client.receive());
        }
        client.endOutput();
        assertEquals(null, client.receive());
      }
      assertEquals("(end)\n", server.rest());
    }
  }

  @Test
  void itsClientIsRefusedByAServerOfAnotherName() throws Exception {
    try (Server server = upper(Sealed.with(KEY, Aead.AESGCM, "hub"));
        Program client = noise("client", keyFile, "AESGCM", "spoke", server.address().port())) {
      client.typeAll("hello\n");
      assertEquals("", client.rest());
      assertEquals(CloseReason.LOGIN_REFUSED, events.await(Event.SessionClosed.class).reason());
    }
  }

  // examples/sealed_client.py

  private Program example(int port) throws Exception {
    return run(
        Installed.pythonWith("cryptography"),
        Path.of("..", "examples", "sealed_client.py"),
        keyFile,
        "127.0.0.1",
        port);
  }

  @Test
  void theExampleTalksWithOurServer() throws Exception {
    String large = "x".repeat(50_000);
    try (Server server = upper(Sealed.with(KEY));
        Program client = example(server.address().port())) {
      client.typeAll("hello\nünï\n" + large + "\n");
      assertEquals("HELLO\nÜNÏ\n" + large.toUpperCase(Locale.ROOT) + "\n", client.rest());
      assertEquals(0, client.exitCode());
      assertEquals(CloseReason.PEER_CLOSED, events.await(Event.SessionClosed.class).reason());
    }
  }

  @Test
  void theExampleSaysThatItsKeyWasRefused() throws Exception {
    try (Server server = upper(Sealed.with(NamedKey.generate("laptop", Entropy.secure())));
        Program client = example(server.address().port())) {
      assertEquals("", client.rest());
      assertEquals(3, client.exitCode());
      assertTrue(
          client.errors().getLast().startsWith("login refused: "), client.errors()::toString);
      assertEquals(CloseReason.LOGIN_REFUSED, events.await(Event.SessionClosed.class).reason());
    }
  }

  @Test
  void theExampleTellsACutFromAnEnd() throws Exception {
    Server server = upper(Sealed.with(KEY));
    try (server;
        Program client = example(server.address().port())) {
      client.type("hello\n");
      assertEquals("HELLO", client.line());
      server.close();
      assertEquals("", client.rest());
      assertEquals(1, client.exitCode());
    }
  }

  @Test
  void theExampleEndsWhenTheServerHasSaidThatThisWasAll() throws Exception {
    try (Server server =
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .security(Sealed.with(KEY))
                .handler((session, message) -> {
                  session.send(message);
                  session.close();
                })
                .start();
        Program client = example(server.address().port())) {
      client.type("bye\n");
      assertEquals("bye\n", client.rest());
      assertEquals(0, client.exitCode());
    }
  }
}
