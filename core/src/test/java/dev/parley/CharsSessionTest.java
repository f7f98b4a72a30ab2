package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.internal.simulation.SimulatedPeer;
import dev.parley.internal.simulation.SimulatedServer;
import dev.parley.limit.Timeouts;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.UnencodableMessageException;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.Opened;
import dev.parley.testing.ScriptedPeer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sessions whose lengths count characters, like the programs of the tutorials.
class CharsSessionTest {
  private static final Handler ECHO = (session, message) -> session.send(message);

  private final EventRecorder events = new EventRecorder();
  @AutoClose private final Opened opened = new Opened();
  @AutoClose private final SimulatedServer simulated = new SimulatedServer();

  private Server.Builder server(String framing, Security security, Handler handler) {
    return Server.builder()
        .listen("tcp://127.0.0.1:0")
        .framing(Framing.parse(framing))
        .security(security)
        .handler(handler)
        .events(events)
        .loops(1);
  }

  private Server start(String framing, Security security, Handler handler) throws IOException {
    return opened.keep(server(framing, security, handler).start());
  }

  private ScriptedPeer peer(Server server) throws IOException {
    return opened.keep(ScriptedPeer.connect(server.address()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"length:4le:chars", "length:1be:chars", "length:varint:chars", "ready:chars"})
  void messagesComeBackPlainAndSealed(String framing) throws Exception {
    NamedKey key = NamedKey.generate("laptop", Entropy.secure());
    for (Security security : List.of(Security.none(), Sealed.with(key))) {
      Server server = start(framing, security, ECHO);
      ClientOptions options =
          ClientOptions.defaults().withFraming(Framing.parse(framing)).withSecurity(security);
      try (Client client = Client.connect(server.address(), options)) {
        for (String text : List.of("你好", "Straße", "a👋b", "", "é".repeat(100), "x")) {
          client.send(text);
          assertEquals(Message.of(text), client.receive());
        }
      }
    }
  }

  /// `struct.pack('i', len(msg)) + msg.encode()`, sent separately.
  @Test
  void theTutorialsClientIsUnderstood() throws Exception {
    ScriptedPeer peer = peer(start("length:4le:chars", Security.none(), ECHO));
    for (String text : List.of("你好", "Straße")) {
      peer.send(new byte[] {(byte) text.length(), 0, 0, 0}).send(text);
      byte[] answer = peer.read(4 + Message.of(text).length());
      assertEquals(text.length(), answer[0]);
      assertTrue(new String(answer, UTF_8).endsWith(text));
    }
  }

  @Test
  void whatIsNoUtf8CannotBeSent() throws Exception {
    Handler binary = (session, _) -> session.send(new byte[] {(byte) 0xff});
    ScriptedPeer peer = peer(start("length:4le:chars", Security.none(), binary));
    peer.sendHex("00000000");
    assertArrayEquals(new byte[0], peer.readAll());
    peer.close();
    Event.SessionClosed closed = events.await(Event.SessionClosed.class);
    assertEquals(CloseReason.UNCARRIABLE, closed.reason());
    assertTrue(closed.detail().contains("no UTF-8"), closed.detail());
  }

  @Test
  void anotherThreadIsToldWhatItCannotSend() throws Exception {
    Server server = start("length:varint:chars", Security.none(), ECHO);
    ClientOptions options =
        ClientOptions.defaults().withFraming(Framing.parse("length:varint:chars"));
    try (Client client = Client.connect(server.address(), options)) {
      assertThrows(
          UnencodableMessageException.class, () -> client.session().send(new byte[] {(byte) 0xc3}));
      client.send("é");
      assertEquals(Message.of("é"), client.receive());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"length:4le", "ready"})
  void theEndOfASessionNamesTheFormThatFits(String framing) throws Exception {
    ScriptedPeer peer = peer(start(framing, Security.none(), (_, _) -> {}));
    if (framing.equals("ready")) {
      peer.send("2");
      assertEquals("ready", peer.readText(5));
    } else {
      peer.sendHex("02000000");
    }
    peer.send("你好");
    peer.readAll();
    peer.close();
    String detail = events.await(Event.SessionClosed.class).detail();
    assertTrue(detail.contains("counts characters"), detail);
    assertTrue(detail.contains(framing + ":chars"), detail);
  }

  /// The rest of the character is shorter than a length, so there is no fault until the timeout.
  @ParameterizedTest
  @ValueSource(strings = {"frame", "idle"})
  void timeThatRunsOutBehindTheRestOfACharacterNamesTheFormThatFits(String timeout)
      throws Exception {
    Timeouts none = Timeouts.defaults().withFrame(Duration.ZERO);
    Duration soon = Duration.ofMillis(500);
    simulated.start(
        Server.builder()
            .framing(Framing.parse("length:4le"))
            .timeouts(timeout.equals("frame") ? none.withFrame(soon) : none.withIdle(soon))
            .handler((_, _) -> {}));
    SimulatedPeer peer = simulated.peer("\2\0\0\0a你");
    simulated.pass(soon.minusNanos(1));
    assertFalse(peer.hasEnded());
    simulated.pass(Duration.ofNanos(1));
    assertTrue(peer.hasEnded());
    Event.SessionClosed closed = simulated.leave(peer);
    assertEquals(timeout.toUpperCase(Locale.ROOT) + "_TIMEOUT", closed.reason().name());
    assertTrue(closed.detail().contains("length:4le:chars"), closed.detail());
  }
}
