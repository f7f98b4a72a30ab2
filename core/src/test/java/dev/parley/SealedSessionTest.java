package dev.parley;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.internal.simulation.SimulatedServer;
import dev.parley.layer.Layer;
import dev.parley.layer.LayerBuffers;
import dev.parley.layer.ProtocolException;
import dev.parley.limit.Timeouts;
import dev.parley.sealed.KeyRing;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Aead;
import dev.parley.secure.Entropy;
import dev.parley.secure.FramingAgreement;
import dev.parley.secure.LayerContext;
import dev.parley.secure.Security;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.ScriptedPeer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Sealed sessions over real connections.
class SealedSessionTest {
  private static final NamedKey KEY = NamedKey.generate("laptop", Entropy.secure());
  private static final Security SEALED = Sealed.with(KEY);

  private final EventRecorder events = new EventRecorder();
  @AutoClose private final SimulatedServer simulated = new SimulatedServer();
  private @Nullable Server server;

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
  }

  private void start(Security security, String framing, Handler handler) throws IOException {
    server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .framing(Framing.parse(framing))
            .security(security)
            .handler(handler)
            .events(events)
            .start();
  }

  private void startEcho(Security security, String framing) throws IOException {
    start(security, framing, (session, message) -> session.send(message));
  }

  private void simulateEcho(Security security) throws Exception {
    simulated.start(
        Server.builder().security(security).handler((session, message) -> session.send(message)));
  }

  private Client simulatedCall(Security security) throws Exception {
    return simulated.run(() -> Client.connect(SimulatedServer.ADDRESS, options(security, "line")));
  }

  private ConnectOutcome.Failed simulatedFailure() throws Exception {
    return assertInstanceOf(
        ConnectOutcome.Failed.class,
        simulated.run(() -> Client.tryConnect(SimulatedServer.ADDRESS, options(SEALED, "line"))));
  }

  private static ClientOptions options(Security security, String framing) {
    return ClientOptions.defaults()
        .withFraming(Framing.parse(framing))
        .withSecurity(security)
        .withTimeouts(Timeouts.defaults().withLogin(Duration.ofSeconds(5)));
  }

  /// The other end of a connection, driven by hand.
  private final class Peer implements AutoCloseable {
    final ScriptedPeer socket = ScriptedPeer.connect(server.address());
    final Layer layer =
        SEALED.client(
            new LayerContext(
                Entropy.secure(),
                new ManualClock(),
                new FramingAgreement("line", "line"),
                new LayerBuffers()));
    final ByteArrayOutputStream inner = new ByteArrayOutputStream();
    final ByteArrayOutputStream outer = new ByteArrayOutputStream();

    Peer() throws IOException, ProtocolException {
      assertNotNull(layer);
      take(48);
      sendAll();
      byte[] length = socket.read(2);
      receive(length);
      take(ByteBuffer.wrap(length).getChar());
      assertTrue(!layer.login().isPending());
    }

    void take(int count) throws IOException, ProtocolException {
      receive(socket.read(count));
    }

    void receive(byte[] bytes) throws ProtocolException {
      ByteBuffer wire = ByteBuffer.wrap(bytes);
      do { // in as many turns as necessary
        layer.receive(wire, more -> pour(more, inner), more -> pour(more, outer));
      } while (wire.hasRemaining());
    }

    /// Returns the content of one record.
    String takeRecord() throws IOException, ProtocolException {
      byte[] header = socket.read(2);
      receive(header);
      inner.reset();
      take(ByteBuffer.wrap(header).getChar() + 16);
      return inner.toString(US_ASCII);
    }

    void say(String text) throws IOException {
      prepare(text);
      sendAll();
    }

    void prepare(String text) {
      layer.send(ByteBuffer.wrap(text.getBytes(US_ASCII)), more -> pour(more, outer));
      layer.flush(more -> pour(more, outer));
    }

    void finish() throws IOException {
      layer.finish(more -> pour(more, outer));
      sendAll();
    }

    void sendAll() throws IOException {
      socket.send(outer.toByteArray());
      outer.reset();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static void pour(ByteBuffer bytes, ByteArrayOutputStream bucket) {
    while (bytes.hasRemaining()) {
      bucket.write(bytes.get());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"line", "length:4be", "ready", "netstring"})
  void messagesOfAnyFramingComeBack(String framing) throws Exception {
    startEcho(SEALED, framing);
    try (Client client = Client.connect(server.address(), options(SEALED, framing))) {
      for (String text : List.of("hello", "x".repeat(16_384), "y".repeat(60_000), "bye")) {
        client.send(text);
        assertEquals(Message.of(text), client.receive());
      }
    }
    assertEquals(
        CloseReason.PEER_CLOSED,
        events.await(Event.SessionClosed.class).reason(),
        "an end, no cut");
  }

  @ParameterizedTest
  @EnumSource
  void manyMessagesUnderWayComeBackInOrder(Aead aead) throws Exception {
    Security security = Sealed.with(KEY, aead, "hub");
    startEcho(security, "length:4be");
    try (Client client = Client.connect(server.address(), options(security, "length:4be"))) {
      for (int i = 0; i < 5000; i++) {
        client.send("message " + i);
      }
      for (int i = 0; i < 5000; i++) {
        assertEquals(Message.of("message " + i), client.receive());
      }
    }
  }

  @Test
  void aRecordSealsAllAnswersToOneRead() throws Exception {
    startEcho(SEALED, "line");
    try (Peer peer = new Peer()) {
      peer.say("a\nb\nc\nd\n");
      assertEquals("a\nb\nc\nd\n", peer.takeRecord());
    }
  }

  @Test
  void whatOtherThreadsSendIsSealedToo() throws Exception {
    CompletableFuture<Session> opened = new CompletableFuture<>();
    start(
        SEALED,
        "line",
        new Handler() {
          @Override
          public void opened(Session session) {
            opened.complete(session);
          }

          @Override
          public void received(Session session, Message message) {}
        });
    try (Client client = Client.connect(server.address(), options(SEALED, "line"))) {
      opened.get().send("from afar");
      assertEquals(Message.of("from afar"), client.receive());
      opened.get().close();
      assertEquals(null, client.receive(), "the server's end is an end");
    }
  }

  @Test
  void anAnswerToTheLastWordsArrives() throws Exception {
    startEcho(SEALED, "line");
    try (Peer peer = new Peer()) {
      peer.say("last words\n");
      peer.finish();
      peer.socket.endOutput();
      peer.receive(peer.socket.readAll());
      peer.layer.end();
      assertEquals("last words\n", peer.inner.toString(US_ASCII));
    }
    assertEquals(CloseReason.PEER_CLOSED, events.await(Event.SessionClosed.class).reason());
  }

  @Test
  void aCutIsToldFromAnEnd() throws Exception {
    startEcho(SEALED, "line");
    try (Peer peer = new Peer()) {
      peer.say("hello\n");
      assertEquals("hello\n", peer.takeRecord());
      peer.socket.endOutput();
      peer.socket.readAll();
    }
    Event.SessionClosed end = events.await(Event.SessionClosed.class);
    assertEquals(CloseReason.FRAME_TRUNCATED, end.reason());
    assertTrue(end.detail().startsWith("the stream was cut"), end.detail());
  }

  @Test
  void aRecordThatIsNotFinishedIsOverAtTheFrameDeadline() throws Exception {
    ManualClock clock = new ManualClock();
    Duration limit = Duration.ofSeconds(5);
    server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .framing(Framing.line())
            .security(SEALED)
            .timeouts(Timeouts.defaults().withFrame(limit))
            .clock(clock)
            .handler((session, message) -> session.send(message))
            .events(events)
            .start();
    try (Peer peer = new Peer()) {
      peer.say("first\n");
      assertEquals("first\n", peer.takeRecord());
      clock.advance(ManualClock.NEARLY_A_SWEEP);
      peer.prepare("whole\n");
      peer.outer.write(HexFormat.of().parseHex("001000"));
      peer.sendAll();
      assertEquals("whole\n", peer.takeRecord());
      clock.advance(limit);
      peer.receive(peer.socket.readAll());
      peer.layer.end();
    }
    assertEquals(CloseReason.FRAME_TIMEOUT, events.await(Event.SessionClosed.class).reason());
  }

  @Test
  void whatIsPutInAfterTheLoginIsNotDelivered() throws Exception {
    startEcho(SEALED, "line");
    try (Peer peer = new Peer()) {
      peer.socket.send("\0\u0003rm\n0123456789abcdef");
      peer.socket.readAll();
    }
    Event.SessionClosed end = events.await(Event.SessionClosed.class);
    assertEquals(CloseReason.FORGED, end.reason());
    assertEquals(0, end.traffic().messagesIn());
  }

  @Test
  void anotherKeyIsRefusedOnBothSidesWithASentence() throws Exception {
    startEcho(Sealed.with(KeyRing.of(List.of(KEY)), Aead.AESGCM, ""), "line");
    NamedKey other = NamedKey.generate("phone", Entropy.secure());
    ConnectOutcome.Failed failed = fails(options(Sealed.with(other), "line"));
    assertEquals(ConnectOutcome.Failure.LOGIN_REFUSED, failed.failure());
    assertTrue(failed.detail().contains("instead of answering the key " + other), failed.detail());
    Event.SessionClosed end = events.await(Event.SessionClosed.class);
    assertEquals(CloseReason.LOGIN_REFUSED, end.reason());
    assertEquals(
        "a client that calls itself phone was refused: no key of this name is known here",
        end.detail());
    assertEquals(0, events.all(Event.SessionOpened.class).size());
  }

  @Test
  void anotherFramingIsToldToBothSides() throws Exception {
    startEcho(SEALED, "line");
    ConnectOutcome.Failed failed = fails(options(SEALED, "length:4be"));
    assertEquals(ConnectOutcome.Failure.LOGIN_REFUSED, failed.failure());
    assertTrue(failed.detail().contains("the server has its framing set to line"), failed.detail());
    String detail = events.await(Event.SessionClosed.class).detail();
    assertTrue(detail.contains("has its framing set to length:4be"), detail);
  }

  @Test
  void aPlainClientReadsThatTheServerIsSealed() throws Exception {
    startEcho(SEALED, "line");
    try (Client client = Client.connect(server.address(), options(Security.none(), "line"))) {
      assertEquals(Message.of("Parley sealed"), client.receive());
      client.send("hello");
    }
    Event.SessionClosed end = events.await(Event.SessionClosed.class);
    assertEquals(CloseReason.LOGIN_REFUSED, end.reason());
    assertTrue(end.detail().contains("it must be given a key"), end.detail());
  }

  @Test
  void aSealedClientSaysNothingToAPlainServer() throws Exception {
    simulateEcho(Security.none());
    ConnectOutcome.Failed failed = simulatedFailure();
    assertEquals(ConnectOutcome.Failure.LOGIN_TIMED_OUT, failed.failure());
    assertEquals(Duration.ofSeconds(5), simulated.elapsed());
    simulated.pass(Duration.ZERO);
    assertEquals(0, simulated.events(Event.SessionClosed.class).getFirst().traffic().bytesIn());
  }

  @Test
  void theKeysNameIsThePrincipalOnTheServersSideAlone() throws Exception {
    CompletableFuture<Session> opened = new CompletableFuture<>();
    start(
        SEALED,
        "line",
        new Handler() {
          @Override
          public void opened(Session session) {
            opened.complete(session);
          }

          @Override
          public void received(Session session, Message message) {}
        });
    try (Client client = Client.connect(server.address(), options(SEALED, "line"))) {
      assertEquals("laptop", opened.get().principal());
      assertTrue(
          opened.get().toString().endsWith("laptop@" + opened.get().peerName()),
          opened.get().toString());
      assertNull(client.session().principal());
    }
    assertEquals("laptop", events.await(Event.SessionOpened.class).principal());
    assertEquals("laptop", events.await(Event.SessionClosed.class).principal());
  }

  @Test
  void aKeyTakenAwayEndsItsSessionsAndNoOthers() throws Exception {
    NamedKey phone = NamedKey.generate("phone", Entropy.secure());
    KeyRing ring = KeyRing.of(List.of(KEY, phone));
    simulateEcho(Sealed.with(ring, Aead.AESGCM, ""));
    try (Client stays = simulatedCall(Sealed.with(phone));
        Client goes = simulatedCall(SEALED)) {
      ring.replace(List.of(phone));
      assertNull(goes.receive(), "an authenticated end, no cut");
      goes.session().close();
      simulated.pass(Duration.ZERO);
      Event.SessionClosed end = simulated.events(Event.SessionClosed.class).getFirst();
      assertEquals(CloseReason.REVOKED, end.reason());
      assertEquals(
          "what laptop had proven counts no longer: it was taken away or changed", end.detail());
      stays.send("still here");
      assertEquals(Message.of("still here"), stays.receive());
    }
    assertEquals(ConnectOutcome.Failure.LOGIN_REFUSED, simulatedFailure().failure());
  }

  @Test
  void whoDoesNotCloseWhenItsKeyIsTakenAwayIsCut() throws Exception {
    KeyRing ring = KeyRing.of(List.of(KEY));
    simulateEcho(Sealed.with(ring, Aead.AESGCM, ""));
    Client client = simulatedCall(SEALED);
    ring.replace(List.of());
    assertNull(client.receive());
    simulated.pass(Duration.ofMillis(300).minusNanos(1));
    assertEquals(List.of(), simulated.events(Event.SessionClosed.class));
    simulated.pass(Duration.ofNanos(1));
    Event.SessionClosed end = simulated.events(Event.SessionClosed.class).getFirst();
    assertEquals(CloseReason.REVOKED, end.reason());
  }

  @Test
  void aKeyIsReplacedWithoutAGap() throws Exception {
    NamedKey next = NamedKey.generate("laptop", Entropy.secure());
    KeyRing ring = KeyRing.of(List.of(KEY));
    simulateEcho(Sealed.with(ring, Aead.AESGCM, ""));
    try (Client old = simulatedCall(SEALED)) {
      ring.replace(List.of(KEY, next));
      try (Client fresh = simulatedCall(Sealed.with(next))) {
        for (Client client : List.of(old, fresh)) {
          client.send("hello");
          assertEquals(Message.of("hello"), client.receive());
        }
        ring.replace(List.of(next));
        assertNull(old.receive());
        fresh.send("hello");
        assertEquals(Message.of("hello"), fresh.receive());
      }
    }
  }

  private ConnectOutcome.Failed fails(ClientOptions options) throws Exception {
    return assertInstanceOf(
        ConnectOutcome.Failed.class, Client.tryConnect(server.address(), options));
  }
}
