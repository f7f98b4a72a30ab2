package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.AutoFraming;
import dev.parley.frame.Decoder;
import dev.parley.frame.Encoder;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.internal.simulation.SimulatedPeer;
import dev.parley.internal.simulation.SimulatedServer;
import dev.parley.limit.Timeouts;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.session.Transport;
import dev.parley.testing.CrcFraming;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.HeaderAndBody;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.OwnProcess;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import dev.parley.tls.Authority;
import dev.parley.tls.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a session receives and sends whose handler changes the framing in mid-stream.
final class ReframeTest {
  private static final NamedKey KEY = NamedKey.generate("laptop", Entropy.secure());

  /// Three bodies, one of them with line ends in it, and what is answered to them.
  private static final String ASKED = "6\n你好7\nab\ncd\ne3\nxyz";

  private static final String ANSWERED = "want 6\ngot 你好\nwant 7\ngot ab cd e\nwant 3\ngot xyz\n";

  @TempDir private Path directory;

  private final EventRecorder events = new EventRecorder();
  @AutoClose private final Opened opened = new Opened();
  @AutoClose private final SimulatedServer simulated = new SimulatedServer();

  enum Way {
    PLAIN,
    UNIX,
    SEALED,
    TLS
  }

  /// Puts bytes on the wire as they are, and calls that lines, since the ends of a sealed session
  /// compare the names.
  private record AnyBytes(Framing lines) implements Framing {
    AnyBytes() {
      this(Framing.line());
    }

    @Override
    public int maxMessage() {
      return lines.maxMessage();
    }

    @Override
    public Framing withMaxMessage(int bytes) {
      return this;
    }

    @Override
    public Decoder decoder() {
      return lines.decoder();
    }

    @Override
    public Encoder encoder() {
      return Framing.raw().encoder();
    }

    @Override
    public String toString() {
      return "line";
    }
  }

  private Server start(Server.Builder builder) throws IOException {
    return opened.keep(builder.events(events).loops(1).start());
  }

  private Server serve(Handler handler) throws IOException {
    return start(Server.builder().listen("tcp://127.0.0.1:0").handler(handler));
  }

  private ScriptedPeer peer(Server server) throws IOException {
    return opened.keep(ScriptedPeer.connect(server.address()));
  }

  private CloseReason awaitEnd() throws InterruptedException {
    return events.await(Event.SessionClosed.class).reason();
  }

  /// Returns a handler that passes each message to `then`, with its number from 1.
  private static Handler numbered(Step then) {
    return (session, message) -> {
      int number = session.attachment() instanceof Integer before ? before + 1 : 1;
      session.attach(number);
      then.take(session, message, number);
    };
  }

  private interface Step {
    void take(Session session, Message message, int number) throws Exception;
  }

  /// What `got ab\ncd\ne` looks like: a line cannot carry its line ends.
  private static final Handler SPACED =
      new Handler() {
        private final Handler plain = new HeaderAndBody();

        @Override
        public void received(Session session, Message message) throws Exception {
          plain.received(session, Message.of(message.text().replace('\n', ' ')));
        }
      };

  @Test
  void messagesAreCutWithTheNewFramingWhereverTheBytesAreSplit() throws Exception {
    Server server = serve(SPACED);
    byte[] asked = ASKED.getBytes(UTF_8);
    for (int split = 0; split <= asked.length; split++) {
      long before = server.totals().traffic().bytesIn() + split;
      try (ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
        peer.send(Arrays.copyOf(asked, split));
        assertTrue(OwnProcess.comesTrue(() -> server.totals().traffic().bytesIn() >= before));
        peer.send(Arrays.copyOfRange(asked, split, asked.length)).endOutput();
        assertEquals(ANSWERED, peer.readAllText(), "split at " + split);
      }
    }
  }

  @Test
  void messagesAreCutWithTheNewFramingWhenTheBytesComeOneByOne() throws Exception {
    Server server = serve(SPACED);
    ScriptedPeer peer = peer(server);
    long seen = 0;
    for (byte one : ASKED.getBytes(UTF_8)) {
      peer.send(new byte[] {one});
      long all = ++seen;
      assertTrue(OwnProcess.comesTrue(() -> server.totals().traffic().bytesIn() == all));
    }
    assertEquals(ANSWERED, peer.endOutput().readAllText());
  }

  @ParameterizedTest
  @EnumSource
  void everyWayChangesTheFraming(Way way) throws Exception {
    Server.Builder builder = Server.builder().handler(SPACED);
    ClientOptions options = ClientOptions.defaults().withFraming(new AnyBytes());
    options = options.withReplyFraming(Framing.line());
    switch (way) {
      case PLAIN -> builder.listen("tcp://127.0.0.1:0");
      case UNIX -> builder.listen("unix:" + directory.resolve("s"));
      case SEALED -> {
        builder.listen("tcp://127.0.0.1:0").security(Sealed.with(KEY));
        options = options.withSecurity(Sealed.with(KEY));
      }
      case TLS -> {
        Authority authority = new Authority(directory, "test-ca");
        builder.listen("tls://127.0.0.1:0");
        builder.tls(Tls.server(List.of(authority.sign("server", "localhost"))));
        options = options.withTls(Tls.client().withAuthorities(authority.file()));
      }
    }
    Server server = start(builder);
    try (Client client =
        Client.connect(
            way == Way.TLS ? server.address().withHost("localhost") : server.address(), options)) {
      client.send(ASKED);
      for (String line : ANSWERED.split("\n", -1)) {
        if (!line.isEmpty()) {
          assertEquals(Message.of(line), client.receive(Wait.TIME));
        }
      }
    }
    assertEquals(CloseReason.PEER_CLOSED, awaitEnd());
  }

  @Test
  void aPeerThatEndsBehindTheHeaderHasSentNoBody() throws Exception {
    ScriptedPeer peer = peer(serve(SPACED));
    peer.send("6\n").endOutput();
    assertEquals("want 6\n", peer.readAllText());
    assertEquals(CloseReason.PEER_CLOSED, awaitEnd());
  }

  @Test
  void aPeerThatEndsInsideTheBodyIsAtFault() throws Exception {
    ScriptedPeer peer = peer(serve(SPACED));
    peer.send("6\n你").endOutput();
    assertEquals("want 6\n", peer.readAllText());
    assertEquals(CloseReason.FRAME_TRUNCATED, awaitEnd());
  }

  @Test
  void theMaximumIsThatOfTheNewFraming() throws Exception {
    Handler handler =
        numbered((session, message, number) -> {
          session.send(message);
          session.reframe(Framing.line().withMaxMessage(8), Framing.line());
        });
    ScriptedPeer peer = peer(serve(handler));
    peer.send("longer than eight\n12345678\n123456789\n");
    assertEquals("longer than eight\n12345678\n", peer.readAllText());
    peer.close();
    assertEquals(CloseReason.FRAME_TOO_LARGE, awaitEnd());
  }

  @Test
  void theFrameDeadlineRunsForAMessageOfTheNewFraming() throws Exception {
    ManualClock clock = new ManualClock(1);
    Server server =
        start(
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .clock(clock)
                .timeouts(Timeouts.defaults().withFrame(Duration.ofSeconds(5)))
                .handler(SPACED));
    ScriptedPeer peer = peer(server);
    peer.send("1\nx");
    assertEquals("want 1\ngot x\n", peer.readText(13));
    clock.advance(ManualClock.NEARLY_A_SWEEP);
    peer.send("6\n你");
    assertEquals("want 6\n", peer.readText(7));
    clock.advance(Duration.ofSeconds(5));
    assertEquals("", peer.readAllText());
    peer.close();
    assertEquals(CloseReason.FRAME_TIMEOUT, awaitEnd());
  }

  @Test
  void eachSendLeavesInTheFramingOfItsTime() throws Exception {
    Handler handler =
        (session, message) -> {
          session.send("你");
          session.reframe(Framing.line(), Framing.length());
          session.send("");
          session.send("好");
          session.reframe(Framing.netstring(), Framing.netstring());
          session.send("bye");
          assertEquals(Framing.netstring().maxMessage(), session.maxMessage());
          assertEquals(Framing.netstring(), session.framing());
        };
    ScriptedPeer peer = peer(serve(handler));
    peer.send("go\n4:stop,").endOutput();
    byte[] all = peer.readAll();
    String first = "你\n\0\0\0\0\0\0\0\3好3:bye,";
    String second = "3:你,\0\0\0\0\0\0\0\3好3:bye,";
    assertEquals(first + second, new String(all, UTF_8));
  }

  @Test
  void anEmptyMessageOfTheNewFramingIsDelivered() throws Exception {
    LinkedBlockingQueue<String> texts = new LinkedBlockingQueue<>();
    Handler handler =
        (session, message) -> {
          texts.add(message.text());
          session.reframe(Framing.length());
        };
    ScriptedPeer peer = peer(serve(handler));
    peer.send("\n\0\0\0\0\0\0\0\1x");
    assertEquals(List.of("", "", "x"), List.of(take(texts), take(texts), take(texts)));
  }

  private static <T> T take(LinkedBlockingQueue<T> queue) throws InterruptedException {
    T taken = queue.poll(Wait.SECONDS, TimeUnit.SECONDS);
    assertTrue(taken != null, "nothing came");
    return taken;
  }

  @Test
  void theFramingCanChangeBeforeTheFirstMessage() throws Exception {
    Handler handler =
        new Handler() {
          @Override
          public void opened(Session session) {
            session.reframe(Framing.length());
          }

          @Override
          public void received(Session session, Message message) {
            session.send(message);
          }
        };
    ScriptedPeer peer = peer(serve(handler));
    peer.send("\0\0\0\6你好");
    assertEquals("\0\0\0\6你好", peer.readText(10));
  }

  @Test
  void aBrowserIsRefusedByTheRuleOfTheNewFraming() throws Exception {
    Handler handler =
        new Handler() {
          @Override
          public void opened(Session session) {
            session.reframe(Framing.line());
          }

          @Override
          public void received(Session session, Message message) {
            session.send(message);
          }
        };
    Server server =
        start(
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .framing(Framing.length())
                .handler(handler));
    ScriptedPeer peer = peer(server);
    peer.send("GET / HTTP/1.1\r\n");
    assertEquals("", peer.readAllText());
    peer.close();
    assertEquals(CloseReason.FRAME_MALFORMED, awaitEnd());
  }

  @Test
  void bytesThatWaitForTheRestOfTheirLineBelongToTheNewFraming() throws Exception {
    LinkedBlockingQueue<Session> sessions = new LinkedBlockingQueue<>();
    Handler handler =
        new Handler() {
          @Override
          public void opened(Session session) {
            sessions.add(session);
          }

          @Override
          public void received(Session session, Message message) {
            session.send(message);
          }
        };
    Server server = serve(handler);
    ScriptedPeer peer = peer(server);
    peer.send("abcd");
    Session session = take(sessions);
    assertTrue(OwnProcess.comesTrue(() -> session.traffic().bytesIn() == 4));
    session.execute(() -> session.reframe(Framing.fixed(3), Framing.line()));
    assertEquals("abc\n", peer.readText(4));
    peer.send("ef");
    assertEquals("def\n", peer.readText(4));
  }

  @Test
  void aFramingOfAUsersOwnCanFollow() throws Exception {
    Framing own = new CrcFraming(1000);
    Handler handler =
        (session, message) -> {
          session.reframe(own);
          session.send(message);
        };
    try (Client client =
        Client.connectOnDemand(serve(handler).address(), ClientOptions.defaults())) {
      client.send("你好");
      client.reframe(own);
      assertEquals(Message.of("你好"), client.receive(Wait.TIME));
      client.send("");
      assertEquals(Message.empty(), client.receive(Wait.TIME));
    }
  }

  @Test
  void autoFindsOutHowAPeerEndsItsLinesFromThenOn() throws Exception {
    Handler handler =
        (session, message) -> {
          session.send(message);
          if (session.attachment() == null) {
            session.attach("once");
            session.reframe(Framing.auto());
          }
        };
    simulated.start(Server.builder().handler(handler));
    SimulatedPeer peer = simulated.peer("line\nno end");
    simulated.pass(AutoFraming.SILENCE.minusNanos(1));
    assertEquals("line\n", SimulatedServer.heard(peer));
    simulated.pass(Duration.ofNanos(1));
    assertEquals("line\nno end", SimulatedServer.heard(peer));
    peer.send("raw".getBytes(UTF_8));
    simulated.pass(Duration.ZERO);
    assertEquals("line\nno endraw", SimulatedServer.heard(peer));
    assertEquals(
        Framing.raw().withMaxMessage(Framing.DEFAULT_MAX_LINE),
        simulated.events(Event.FramingSettled.class).getFirst().framing());
  }

  @Test
  void aMessageThatAnotherThreadHasSentLeavesInTheFramingOfItsTurn() throws Exception {
    Handler handler =
        (session, message) -> {
          Thread other = Thread.ofPlatform().start(() -> session.send("from afar 你好"));
          other.join(Wait.TIME); // now it is encoded, and waits for this loop
          session.send("old");
          session.reframe(Framing.line(), Framing.netstring());
          session.send("new");
        };
    ScriptedPeer peer = peer(serve(handler));
    peer.send("go\n");
    assertEquals("old\n3:new,16:from afar 你好,", peer.readText(4 + 6 + 20));
  }

  @Test
  void aMessageFromAfarThatTheNewFramingCannotCarryEndsTheSession() throws Exception {
    Handler handler =
        (session, message) -> {
          Thread other = Thread.ofPlatform().start(() -> session.send("too long"));
          other.join(Wait.TIME);
          session.reframe(Framing.line(), Framing.fixed(3));
        };
    peer(serve(handler)).send("go\n").leaveAtEnd();
    assertEquals(CloseReason.UNCARRIABLE, awaitEnd());
  }

  @Test
  void eachMemberOfAGroupGetsAMessageInItsOwnFraming() throws Exception {
    SessionGroup group = new SessionGroup();
    Handler handler =
        new Handler() {
          @Override
          public void opened(Session session) {
            group.add(session);
          }

          @Override
          public void received(Session session, Message message) {
            if (message.text().equals("netstring")) {
              session.reframe(Framing.line(), Framing.netstring());
              session.send("ok");
            } else {
              group.send(message);
            }
          }
        };
    Server server = serve(handler);
    ScriptedPeer changed = peer(server);
    changed.send("netstring\n");
    assertEquals("2:ok,", changed.readText(5));
    ScriptedPeer other = peer(server);
    other.send("你好\n");
    assertEquals("你好\n", other.readText(7));
    assertEquals("6:你好,", changed.readText(9));
  }

  @Test
  void anotherThreadIsRefused() throws Exception {
    CompletableFuture<Session> first = new CompletableFuture<>();
    Server server = serve((session, message) -> first.complete(session));
    peer(server).send("go\n");
    Session session = first.get(Wait.SECONDS, TimeUnit.SECONDS);
    assertThrows(IllegalStateException.class, () -> session.reframe(Framing.length()));
    assertEquals(Framing.line(), session.framing());
  }

  private Throwable thrown(Server.Builder builder, Consumer<Session> call) throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Server server =
        start(
            builder.handler((session, message) ->
                thrown.complete(assertThrows(RuntimeException.class, () -> call.accept(session)))));
    try (Client client =
        Client.connect(
            server.address(), ClientOptions.defaults().withFraming(builderFraming(server)))) {
      client.send("go");
      return thrown.get(Wait.SECONDS, TimeUnit.SECONDS);
    }
  }

  private static Framing builderFraming(Server server) {
    return server.address().transport() == Transport.UDP ? Framing.raw() : Framing.line();
  }

  @Test
  void readyIsRefused() throws Exception {
    Server.Builder tcp = Server.builder().listen("tcp://127.0.0.1:0");
    assertInstanceOf(
        IllegalArgumentException.class,
        thrown(tcp, session -> session.reframe(Framing.line(), Framing.ready())));
  }

  @Test
  void aPairThatDoesNotSuitEachOtherIsRefused() throws Exception {
    Server.Builder tcp = Server.builder().listen("tcp://127.0.0.1:0");
    assertInstanceOf(
        IllegalArgumentException.class,
        thrown(tcp, session -> session.reframe(Framing.line(), Framing.auto())));
  }

  @Test
  void datagramsHaveNoFramingToChange() throws Exception {
    Server.Builder udp = Server.builder().listen("udp://127.0.0.1:0");
    assertInstanceOf(
        UnsupportedOperationException.class,
        thrown(udp, session -> session.reframe(Framing.line())));
  }

  @Test
  void aSessionThatHasEndedIgnoresIt() throws Exception {
    CompletableFuture<Boolean> returned = new CompletableFuture<>();
    Handler handler =
        (session, message) -> {
          session.close();
          session.reframe(Framing.length());
          returned.complete(true);
        };
    peer(serve(handler)).send("go\n");
    assertTrue(returned.get(Wait.SECONDS, TimeUnit.SECONDS));
  }
}
