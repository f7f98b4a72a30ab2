package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.AddressBlock;
import dev.parley.limit.SourceLimits;
import dev.parley.limit.Timeouts;
import dev.parley.problem.HasProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.ProblemCode;
import dev.parley.problem.ProxyProblem;
import dev.parley.problem.ServerProblem;
import dev.parley.problem.SettingProblem;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.ProxyProtocol;
import dev.parley.session.Session;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.ScriptedPeer;
import dev.parley.tls.Authority;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsFiles;
import dev.parley.tls.TlsServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// Listeners of one server with settings of their own.
class ListenerSettingsTest {
  private static final NamedKey KEY = NamedKey.generate("laptop", Entropy.secure());
  private static final Handler ECHO = (session, message) -> session.send(message);

  @TempDir private Path directory;

  private final EventRecorder events = new EventRecorder();
  @AutoClose private final Opened opened = new Opened();

  private Server.Builder echo() {
    return Server.builder().handler(ECHO).events(events).loops(1);
  }

  private Server start(Server.Builder builder) throws IOException {
    return opened.keep(builder.start());
  }

  private ScriptedPeer peer(Address address) throws IOException {
    return opened.keep(ScriptedPeer.connect(address));
  }

  private static void assertRefused(ProblemCode code, Executable action) {
    HasProblem refused = assertThrows(InvalidValueException.class, action);
    assertEquals(code, refused.problem().code());
  }

  @Test
  void oneRoomHasALineDoorASealedDoorAndATlsDoor() throws Exception {
    TlsFiles files = Authority.selfSigned(directory, "server");
    TlsServer certificate = Tls.server(List.of(files));
    SessionGroup room = new SessionGroup();
    Handler chat =
        new Handler() {
          @Override
          public void opened(Session session) {
            room.add(session);
          }

          @Override
          public void received(Session session, Message message) {
            room.send(message);
          }
        };
    Server server =
        start(
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .listen(
                    "tcp://127.0.0.1:0",
                    sealed -> sealed.framing(Framing.length()).security(Sealed.with(KEY)))
                .listen(
                    "tls://127.0.0.1:0",
                    tls -> tls.framing(Framing.parse("length:2le")).tls(certificate))
                .listen("udp://127.0.0.1:0")
                .handler(chat)
                .events(events)
                .loops(1));
    ScriptedPeer line = peer(server.addresses().get(0));
    try (Client sealed =
            Client.connect(
                server.addresses().get(1),
                ClientOptions.defaults()
                    .withFraming(Framing.length())
                    .withSecurity(Sealed.with(KEY)));
        Client tls =
            Client.connect(
                server.addresses().get(2),
                ClientOptions.defaults()
                    .withFraming(Framing.parse("length:2le"))
                    .withTls(Tls.client().withAuthorities(files.certificate())))) {
      events.await(Event.SessionOpened.class, _ -> true, 3);
      line.send("大家好\n");
      assertEquals("大家好\n", line.readText("大家好\n".getBytes(UTF_8).length));
      assertEquals("大家好", sealed.receive().text());
      assertEquals("大家好", tls.receive().text());
      sealed.send("");
      assertEquals("\n", line.readText(1));
      assertEquals("", sealed.receive().text());
      assertEquals("", tls.receive().text());
      assertEquals(2, server.totals().traffic().messagesIn(), "of all listeners");
    }
  }

  @Test
  void whatIsNotSetComesFromTheServerWhenItStarts() throws Exception {
    Server server =
        start(
            echo()
                .listen("tcp://127.0.0.1:0", listener -> listener.allowHttp(true))
                .framing(Framing.parse("length:1")));
    ScriptedPeer peer = peer(server.address()).sendHex("02 6869");
    assertEquals("\u0002hi", peer.readText(3));
  }

  @Test
  void anOwnFramingIsAlsoThatOfTheReplies() throws Exception {
    Server server =
        start(
            echo()
                .replyFraming(Framing.raw())
                .listen("tcp://127.0.0.1:0")
                .listen("tcp://127.0.0.1:0", own -> own.framing(Framing.parse("length:1")))
                .listen(
                    "tcp://127.0.0.1:0",
                    own -> own.framing(Framing.parse("length:1")).replyFraming(Framing.line())));
    assertEquals("hi", peer(server.addresses().get(0)).send("hi\n").endOutput().readAllText());
    assertEquals(
        "\u0002hi", peer(server.addresses().get(1)).send("\u0002hi").endOutput().readAllText());
    assertEquals(
        "hi\n", peer(server.addresses().get(2)).send("\u0002hi").endOutput().readAllText());
  }

  @Test
  void eachListenerHasItsHandlerAndTheServersIsNotNeeded() throws Exception {
    Server server =
        start(
            Server.builder()
                .listen("tcp://127.0.0.1:0", one -> one.handler(Handler.reply(_ -> "one")))
                .listen("tcp://127.0.0.1:0", two -> two.handler(Handler.reply(_ -> "two"))));
    assertEquals("one\n", peer(server.addresses().get(0)).send("?\n").readText(4));
    assertEquals("two\n", peer(server.addresses().get(1)).send("?\n").readText(4));
    assertRefused(
        ServerProblem.NO_ADDRESS_OR_HANDLER,
        () ->
            Server.builder()
                .listen("tcp://127.0.0.1:0", one -> one.handler(ECHO))
                .listen("tcp://127.0.0.1:0")
                .start());
  }

  @Test
  void eachListenerHasItsTimeouts() throws Exception {
    ManualClock clock = new ManualClock();
    Timeouts idle = Timeouts.defaults().withIdle(Duration.ofSeconds(7));
    Server server =
        start(
            echo()
                .clock(clock)
                .timeouts(Timeouts.defaults().withIdle(Duration.ofSeconds(70)))
                .listen("tcp://127.0.0.1:0", brief -> brief.timeouts(idle))
                .listen("tcp://127.0.0.1:0"));
    ScriptedPeer brief = peer(server.addresses().get(0));
    ScriptedPeer patient = peer(server.addresses().get(1));
    events.await(Event.SessionOpened.class, _ -> true, 2);
    clock.advance(Duration.ofSeconds(8));
    assertEquals("still\n", patient.send("still\n").readText(6)); // wakes the loop
    assertEquals(0, brief.readAll().length);
    brief.close();
    assertEquals(CloseReason.IDLE_TIMEOUT, events.await(Event.SessionClosed.class).reason());
    assertEquals("on\n", patient.send("on\n").readText(3));
  }

  @Test
  void eachListenerHasItsOutbox() throws Exception {
    int messages = 300;
    Handler flood =
        (session, _) -> {
          for (int i = 0; i < messages; i++) {
            session.send(new byte[60_000]);
          }
        };
    Server server =
        start(
            Server.builder()
                .handler(flood)
                .events(events)
                .framing(Framing.length())
                .listen("tcp://127.0.0.1:0", wide -> wide.maxOutboxBytes(32_000_000))
                .listen("tcp://127.0.0.1:0", narrow -> narrow.maxOutboxBytes(100_000))
                .loops(1));
    ScriptedPeer wide = peer(server.addresses().get(0)).sendHex("00000001 3f");
    ScriptedPeer _ = peer(server.addresses().get(1)).sendHex("00000001 3f");
    assertEquals(CloseReason.OUTBOX_FULL, events.await(Event.SessionClosed.class).reason());
    assertEquals(messages * 60_004, wide.read(messages * 60_004).length);
  }

  @Test
  void limitsOutOfRangeAreRefusedWhereTheyAreGiven() {
    assertRefused(SettingProblem.OUT_OF_RANGE, () -> listen(one -> one.maxOutboxBytes(0)));
    assertRefused(
        SettingProblem.OUT_OF_RANGE_OR_NONE, () -> listen(one -> one.messagesPerSecond(-1)));
    assertRefused(SettingProblem.OUT_OF_RANGE_OR_NONE, () -> listen(one -> one.bytesPerSecond(-1)));
    assertRefused(
        ProxyProblem.NO_INTERNET_SENDER, () -> listen(one -> one.proxy(ProxyProtocol.ofUnix())));
  }

  private void listen(Consumer<ListenerSettings> own) {
    Server.Builder _ = echo().listen("tcp://127.0.0.1:0", own);
  }

  @Test
  void onlyTheListenersThatAllowItMayBePublic() throws Exception {
    assertRefused(
        ServerProblem.PUBLIC,
        () ->
            echo()
                .listen("tcp://127.0.0.1:0", inside -> inside.allowPlain(true))
                .listen("tcp://0.0.0.0:0")
                .start());
    Server server =
        start(
            echo()
                .listen("tcp://127.0.0.1:0")
                .listen("tcp://0.0.0.0:0", outside -> outside.allowPlain(true))
                .listen("tcp://0.0.0.0:0", own -> own.security(Sealed.with(KEY))));
    assertEquals(3, server.addresses().size());
  }

  @Test
  void onlyPeersOfTheListenerWithALoginNeedAPlaceForIt() throws Exception {
    Server server =
        start(
            echo()
                .sources(SourceLimits.defaults().withMaxLogins(1))
                .listen("tcp://127.0.0.1:0", own -> own.security(Sealed.with(KEY)))
                .listen("tcp://127.0.0.1:0"));
    ScriptedPeer _ = peer(server.addresses().get(0));
    for (int i = 0; i < 3; i++) {
      assertEquals("hi\n", peer(server.addresses().get(1)).send("hi\n").readText(3));
    }
  }

  @Test
  void aListenerBehindAProxyMayHaveOwnSettingsToo() throws Exception {
    Server server =
        start(
            echo()
                .listen(
                    "tcp://127.0.0.1:0",
                    behind ->
                        behind
                            .proxy(ProxyProtocol.from(AddressBlock.parse("127.0.0.1")))
                            .framing(Framing.parse("length:1"))));
    ScriptedPeer peer =
        peer(server.address()).send("PROXY TCP4 203.0.113.7 192.0.2.1 56324 443\r\n\u0002hi");
    assertEquals("\u0002hi", peer.readText(3));
    assertEquals("203.0.113.7:56324", events.await(Event.SessionOpened.class).peer());
  }

  @Test
  void tlsOfOneListenerIsNotThatOfAnother() throws Exception {
    TlsFiles files = Authority.selfSigned(directory, "server");
    TlsServer certificate = Tls.server(List.of(files));
    assertRefused(
        ServerProblem.NO_CERTIFICATE,
        () ->
            echo()
                .listen("tls://127.0.0.1:0", tls -> tls.tls(certificate))
                .listen("tls://127.0.0.1:0")
                .start());
  }
}
