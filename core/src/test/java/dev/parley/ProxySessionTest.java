package dev.parley;

import static dev.parley.testing.ProxyHeaders.STREAM;
import static dev.parley.testing.ProxyHeaders.at;
import static dev.parley.testing.ProxyHeaders.binary;
import static dev.parley.testing.ProxyHeaders.joined;
import static dev.parley.testing.ProxyHeaders.local;
import static dev.parley.testing.ProxyHeaders.raw;
import static dev.parley.testing.ProxyHeaders.text;
import static dev.parley.testing.ProxyHeaders.tlv;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Message;
import dev.parley.internal.engine.Preludes;
import dev.parley.limit.AddressBlock;
import dev.parley.limit.Limits;
import dev.parley.limit.SourceLimits;
import dev.parley.limit.Timeouts;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.ProxyProtocol;
import dev.parley.session.Session;
import dev.parley.session.Traffic;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.OwnProcess;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Streams behind a proxy, and peers that pretend to be one.
final class ProxySessionTest {
  private static final ProxyProtocol LOOPBACK =
      ProxyProtocol.from(AddressBlock.parse("127.0.0.0/8"));
  private static final InetSocketAddress CLIENT = at("203.0.113.7", 56324);
  private static final InetSocketAddress CALLED = at("192.0.2.1", 443);
  private static final String SETTING =
      "; this listener demands a PROXY header of everybody (ProxyProtocol)";

  /// Sends first which peer it sees, then echoes.
  private static final Handler WHO =
      new Handler() {
        @Override
        public void opened(Session session) {
          session.send(session.peer() + " " + session.local() + " " + session.peerName());
        }

        @Override
        public void received(Session session, Message message) {
          session.send(message);
        }
      };

  private static final String SEEN = "/203.0.113.7:56324 /192.0.2.1:443 203.0.113.7:56324\n";

  private final EventRecorder events = new EventRecorder();
  @AutoClose private final Opened opened = new Opened();

  private Server.Builder builder() {
    return Server.builder().handler(WHO).events(events).loops(1);
  }

  private Server start(Server.Builder builder) throws IOException {
    return opened.keep(builder.start());
  }

  private Server start(ProxyProtocol proxy) throws IOException {
    return start(builder().listen("tcp://127.0.0.1:0", proxy));
  }

  private ScriptedPeer peer(Server server) throws IOException {
    return opened.keep(ScriptedPeer.connect(server.address()));
  }

  private static void assertReads(String expected, ScriptedPeer peer) throws IOException {
    assertEquals(expected, peer.readText(expected.getBytes(UTF_8).length));
  }

  private String refusal() throws InterruptedException {
    return events.await(Event.PeerRefused.class).why();
  }

  @Test
  void theSessionIsTheClientsFromItsFirstByte() throws Exception {
    Server server = start(LOOPBACK);
    byte[][] headers = {
      text(CLIENT, CALLED),
      binary(STREAM, CLIENT, CALLED),
      binary(STREAM, CLIENT, CALLED, tlv(2, new byte[2000]))
    };
    for (byte[] header : headers) {
      ScriptedPeer peer = peer(server).send(joined(header, "at once\n".getBytes(UTF_8)));
      assertReads(SEEN + "at once\n", peer);
      assertReads("later\n", peer.send("later\n"));
    }
    assertEquals(
        List.of("203.0.113.7:56324", "203.0.113.7:56324", "203.0.113.7:56324"),
        events.all(Event.SessionOpened.class).stream().map(Event.SessionOpened::peer).toList());
  }

  @Test
  void aServerThatSpeaksFirstNeedsNoMoreThanTheHeader() throws Exception {
    Server server = start(LOOPBACK);
    assertReads(SEEN, peer(server).send(text(CLIENT, CALLED)));
    assertReads(SEEN, peer(server).send(binary(STREAM, CLIENT, CALLED)));
  }

  @Test
  void whatComesWithTheHeaderAndTheEndIsAnswered() throws Exception {
    Server server = start(LOOPBACK);
    byte[] all = joined(text(CLIENT, CALLED), "one\ntwo\n".getBytes(UTF_8));
    assertEquals(SEEN + "one\ntwo\n", peer(server).send(all).endOutput().readAllText());
    assertEquals(
        new Traffic(2, 8, 3, (SEEN + "one\ntwo\n").length()),
        events.await(Event.SessionClosed.class).traffic(),
        "the header is none of the session's bytes");
  }

  @Test
  void theHeaderMayComeByteByByte() throws Exception {
    Server server = start(LOOPBACK);
    for (byte[] header : List.of(text(CLIENT, CALLED), binary(STREAM, CLIENT, CALLED))) {
      ScriptedPeer peer = peer(server);
      for (byte b : joined(header, "x\n".getBytes(UTF_8))) {
        peer.send(new byte[] {b});
      }
      assertReads(SEEN + "x\n", peer);
    }
  }

  @Test
  void aSecondHeaderIsData() throws Exception {
    Server server = start(LOOPBACK);
    byte[] header = text(CLIENT, CALLED);
    String line = new String(header, UTF_8).replace("\r", "");
    assertReads(SEEN + line, peer(server).send(joined(header, header)));
  }

  @Test
  void aHeaderThatDoesNotSayLeavesTheProxysAddress() throws Exception {
    Server server = start(LOOPBACK);
    for (byte[] header : List.of(local(), "PROXY UNKNOWN\r\n".getBytes(UTF_8))) {
      ScriptedPeer peer = peer(server);
      String name = "127.0.0.1:" + peer.port();
      String seen = "/" + name + " /127.0.0.1:" + server.address().port() + " " + name + "\n";
      assertReads(seen, peer.send(header));
    }
  }

  @Test
  void messagesBehindTheHeaderWaitForAHandlerThatPauses() throws Exception {
    AtomicReference<Session> paused = new AtomicReference<>();
    Handler pausing =
        new Handler() {
          @Override
          public void opened(Session session) {
            paused.set(session);
            session.pauseReading();
            session.send("paused");
          }

          @Override
          public void received(Session session, Message message) {
            session.send(message.text() + session.traffic().messagesIn());
          }
        };
    Server server = start(builder().listen("tcp://127.0.0.1:0", LOOPBACK).handler(pausing));
    ScriptedPeer peer = peer(server).send(joined(text(CLIENT, CALLED), "a\nb\n".getBytes(UTF_8)));
    assertReads("paused\n", peer);
    Session session = paused.get();
    assertEquals(0, session.traffic().messagesIn());
    session.resumeReading();
    assertReads("a1\nb2\n", peer);
  }

  @Test
  void limitsAreForTheClientNotForTheProxy() throws Exception {
    Server server =
        start(
            builder()
                .listen("tcp://127.0.0.1:0", LOOPBACK)
                .limits(Limits.defaults().withMaxPerAddress(1)));
    assertReads(SEEN, peer(server).send(text(CLIENT, CALLED)));
    ScriptedPeer second = peer(server).send(text(at("203.0.113.7", 4711), CALLED));
    assertEquals("", second.readAllText());
    Event.PeerRefused refused = events.await(Event.PeerRefused.class);
    assertEquals(at("203.0.113.7", 4711), refused.peer());
    assertEquals("maxPerAddress 1 are open from this address", refused.why());
    ScriptedPeer other = peer(server).send(text(at("203.0.113.8", 4711), CALLED));
    assertReads("/203.0.113.8:4711 /192.0.2.1:443 203.0.113.8:4711\n", other);
  }

  private static List<byte[]> headersOfLoopbackPeers() {
    return List.of(
        text(at("127.0.0.1", 4711), CALLED),
        binary(STREAM, at("127.9.9.9", 4711), CALLED),
        text(at("::1", 4711), at("2001:db8::1", 443)),
        local(),
        "PROXY UNKNOWN\r\n".getBytes(UTF_8));
  }

  /// One connection is allowed, and not one more.
  private Server startStrict(List<AddressBlock> exempt) throws IOException {
    return start(
        builder()
            .listen("tcp://127.0.0.1:0", LOOPBACK)
            .clock(new ManualClock())
            .sources(SourceLimits.defaults().withConnectionRate(1, 1).withExempt(exempt)));
  }

  @Test
  void aLoopbackAddressThatIsClaimedCountsAsAStrangers() throws Exception {
    for (byte[] header : headersOfLoopbackPeers()) {
      Server server = startStrict(List.of());
      assertEquals('/', peer(server).send(header).read(1)[0]);
      assertEquals("", peer(server).send(header).readAllText());
      server.close();
    }
    for (Event.PeerRefused refused : events.all(Event.PeerRefused.class)) {
      assertTrue(refused.why().contains("connectionsPerSecond"), refused.why());
    }
  }

  @Test
  void aLoopbackAddressThatIsListedAsExemptIs() throws Exception {
    List<AddressBlock> exempt =
        List.of(AddressBlock.parse("127.0.0.0/8"), AddressBlock.parse("::1"));
    for (byte[] header : headersOfLoopbackPeers()) {
      Server server = startStrict(exempt);
      for (int i = 0; i < 3; i++) {
        assertEquals('/', peer(server).send(header).read(1)[0]);
      }
    }
    assertEquals(List.of(), events.all(Event.PeerRefused.class));
  }

  @Test
  void aSenderThatIsNotListedIsClosedUnheard() throws Exception {
    Server server = start(ProxyProtocol.parse("10.0.0.0/8,127.0.0.2"));
    ScriptedPeer peer = peer(server);
    try {
      peer.send(text(CLIENT, CALLED));
    } catch (IOException e) {
      // It was closed before we sent anything.
    }
    assertClosed(peer);
    assertEquals(
        "PROXY headers are taken from 10.0.0.0/8,127.0.0.2 alone (ProxyProtocol)", refusal());
    assertEquals(List.of(), events.all(Event.SessionOpened.class));
  }

  @ParameterizedTest
  @CsvSource({
    "'GET / HTTP/1.1\r\n', no PROXY header came first; the bytes look like an HTTP request",
    "'PROXY TCP4 a b 1 2\r\n', '\"PROXY TCP4 or TCP6, two such addresses, two ports\"'",
    "'PROXY TCP4 1.2.3.4 1.2.3.4 1 2\n', only CR LF ends it"
  })
  void whateverIsNoHeaderEndsTheConnection(String text, String sentence) throws Exception {
    Server server = start(LOOPBACK);
    assertEnds(peer(server).send(text), sentence);
  }

  private void assertEnds(ScriptedPeer peer, String sentence) throws Exception {
    assertClosed(peer);
    String why = refusal();
    assertTrue(why.contains(sentence), why);
    assertTrue(why.endsWith(SETTING), why);
    assertEquals(List.of(), events.all(Event.SessionOpened.class));
  }

  @Test
  void aWrongChecksumEndsTheConnection() throws Exception {
    Server server = start(LOOPBACK);
    byte[] header = binary(STREAM, CLIENT, CALLED, tlv(3, new byte[4]));
    assertEnds(peer(server).send(header), "the checksum of the PROXY header is wrong");
  }

  @Test
  void aLengthBeyondTheBoundEndsTheConnectionBeforeItsBytesCome() throws Exception {
    Server server = start(LOOPBACK);
    byte[] header = raw(0x21, 0x11, new byte[65_535]);
    assertEnds(
        peer(server).send(Arrays.copyOf(header, 16)),
        "the PROXY header of 65551 bytes exceeds 4096 bytes");
  }

  @Test
  void anEndInsideTheHeaderIsToldAndOneBeforeItIsNot() throws Exception {
    Server server = start(LOOPBACK);
    assertEquals("", peer(server).endOutput().readAllText()); // like a port probe
    assertEnds(peer(server).send("PROXY TC").endOutput(), "the connection ended inside the PROXY");
    assertEquals(1, events.all(Event.PeerRefused.class).size());
  }

  @Test
  void theHeaderHasTheTimeOfALogin() throws Exception {
    ManualClock clock = new ManualClock();
    Server server = start(builder().listen("tcp://127.0.0.1:0", LOOPBACK).clock(clock));
    ScriptedPeer half = peer(server).send("PROXY TCP4 1");
    ScriptedPeer talker = peer(server).send(text(CLIENT, CALLED));
    assertReads(SEEN, talker);
    clock.advance(Duration.ofMillis(4_999));
    for (int turns = 0; turns < 3; turns++) {
      assertReads("x\n", talker.send("x\n")); // each one is followed by a deadline sweep
    }
    assertEquals(List.of(), events.all(Event.PeerRefused.class));
    clock.advance(Duration.ofMillis(251)); // a sweep every quarter of a second
    assertEquals("no whole PROXY header came within 5s" + SETTING, refusal());
    assertEquals("", half.readAllText());
  }

  @Test
  void theHeaderHasThreeSecondsAtLeast() throws Exception {
    ManualClock clock = new ManualClock();
    Server server =
        start(
            builder()
                .listen("tcp://127.0.0.1:0", LOOPBACK)
                .timeouts(Timeouts.defaults().withLogin(Duration.ofMillis(1)))
                .clock(clock));
    ScriptedPeer silent = peer(server);
    assertTrue(
        OwnProcess.comesTrue(() -> {
          clock.advance(Duration.ofMillis(100));
          return !events.all(Event.PeerRefused.class).isEmpty();
        }));
    assertEquals("no PROXY header came within 3s" + SETTING, refusal());
    assertEquals("", silent.readAllText());
  }

  /// With 128 sessions there is room for 16 connections whose header has not arrived.
  @Test
  void theOldestLeavesWhenTooManyWait() throws Exception {
    Server server =
        start(
            builder()
                .listen("tcp://127.0.0.1:0", LOOPBACK)
                .limits(Limits.defaults().withMaxSessions(128)));
    List<ScriptedPeer> waiting = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      waiting.add(peer(server).send("PROXY TCP4 "));
    }
    assertReads(SEEN, peer(server).send(text(CLIENT, CALLED)));
    assertEquals(List.of(), events.all(Event.PeerRefused.class));
    waiting.add(peer(server).send("PROXY TCP4 "));
    assertReads(SEEN, peer(server).send(text(CLIENT, CALLED)));
    Event.PeerRefused refused = events.await(Event.PeerRefused.class);
    assertEquals(waiting.getFirst().port(), ((InetSocketAddress) refused.peer()).getPort());
    assertTrue(refused.why().startsWith("16 connections have not sent"), refused.why());
    ScriptedPeer last = waiting.getLast();
    assertReads(SEEN, last.send("203.0.113.7 192.0.2.1 56324 443\r\n"));
  }

  @Test
  void theSenderThatHasMostOfTheRoomLosesItsOldest() throws Exception {
    Server server =
        start(
            builder()
                .listen("tcp://127.0.0.1:0", LOOPBACK)
                .limits(Limits.defaults().withMaxSessions(128)));
    SocketChannel channel = SocketChannel.open().bind(at("127.0.0.2", 0));
    channel.connect(at("127.0.0.1", server.address().port()));
    ScriptedPeer other = new ScriptedPeer(channel);
    opened.add(other);
    List<ScriptedPeer> most = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      most.add(peer(server).send("PROXY TCP4 "));
    }
    Event.PeerRefused refused = events.await(Event.PeerRefused.class);
    assertEquals(at("127.0.0.1", most.getFirst().port()), refused.peer());
    assertReads(SEEN, other.send(text(CLIENT, CALLED)));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 16",
    "135, 1, 16",
    "136, 1, 17",
    "8191, 1, 1023",
    "8192, 1, 1024",
    "100000, 1, 1024",
    "8192, 2, 512",
    "1, 1024, 1"
  })
  void theRoomForHeadersIsAPartOfTheSessions(int sessions, int loops, int most) {
    assertEquals(most, Preludes.maxWaiting(Limits.defaults().withMaxSessions(sessions), loops));
  }

  @Test
  void descriptorsAreLeftForThoseThatWait() {
    assertEquals(900, Preludes.sessions(900, 0));
    assertEquals(800, Preludes.sessions(900, 1));
    assertEquals(720, Preludes.sessions(900, 2));
  }

  @Test
  void aThousandHalfHeadersLeaveNothingBehindAndKeepNobodyOut() throws Exception {
    Server server =
        start(
            builder()
                .listen("tcp://127.0.0.1:0", LOOPBACK)
                .limits(Limits.defaults().withMaxSessions(128)));
    assertReads(SEEN, peer(server).send(text(CLIENT, CALLED)));
    int files = OwnProcess.openFiles();
    List<ScriptedPeer> waiting = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      waiting.add(ScriptedPeer.connect(server.address()).send("PROXY TC"));
    }
    assertReads(SEEN, peer(server).send(text(CLIENT, CALLED)));
    for (ScriptedPeer evicted : waiting.subList(0, 984)) {
      assertClosed(evicted);
    }
    assertEquals(1, events.all(Event.PeerRefused.class).size()); // the others are only counted
    assertEquals(2, server.openSessions());
    for (ScriptedPeer peer : waiting) {
      peer.close();
    }
    assertTrue(OwnProcess.comesTrue(() -> openFiles() <= files + 2), () -> "open: " + openFiles());
  }

  private static int openFiles() {
    try {
      return OwnProcess.openFiles();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aDrainDoesNotWaitForThoseThatSaidNothing() throws Exception {
    Server server =
        start(
            builder()
                .listen("tcp://127.0.0.1:0", LOOPBACK)
                .timeouts(Timeouts.defaults().withLinger(Duration.ZERO)));
    ScriptedPeer half = peer(server).send("PROXY ");
    ScriptedPeer whole = peer(server).send(text(CLIENT, CALLED));
    assertReads(SEEN, whole);
    assertTrue(server.shutdown(Wait.TIME));
    assertEquals("", half.readAllText());
    assertEquals("", whole.readAllText());
  }

  @Test
  void aUnixDomainListenerTakesHeadersOfAllItsPeers(@TempDir Path directory) throws Exception {
    Server server =
        start(builder().listen("unix:" + directory.resolve("p.sock"), ProxyProtocol.ofUnix()));
    assertReads(SEEN, peer(server).send(binary(STREAM, CLIENT, CALLED)));
    ScriptedPeer itself = peer(server).send(local());
    String seen = itself.readText(1);
    assertEquals(" ", seen, "a Unix-domain peer has no address");
    assertClosed(peer(server).send("hello there\n"));
    assertTrue(refusal().startsWith("no PROXY header came first"), refusal());
  }

  private static void assertClosed(ScriptedPeer peer) {
    try {
      assertEquals("", peer.readAllText());
    } catch (IOException e) {
      // A reset, since the server has not read everything we sent.
    }
  }

  @Test
  void otherListenersOfTheServerTakeNoHeader() throws Exception {
    Server server =
        start(builder().listen("tcp://127.0.0.1:0").listen("tcp://127.0.0.1:0", LOOPBACK));
    ScriptedPeer direct = peer(server);
    String name = "127.0.0.1:" + direct.port();
    String line = new String(text(CLIENT, CALLED), UTF_8);
    assertReads(
        "/"
            + name
            + " /127.0.0.1:"
            + server.address().port()
            + " "
            + name
            + "\n"
            + line.replace("\r", ""),
        direct.send(line));
  }

  @Test
  void aListenerThatNobodyCouldTalkToIsRefused() {
    Server.Builder builder = builder();
    assertEquals(
        "unix:p.sock takes the PROXY protocol from 127.0.0.0/8 and so from nobody; add unix (in"
            + " Java ProxyProtocol.ofUnix) if its peers are proxies",
        assertThrows(IllegalArgumentException.class, () -> builder.listen("unix:p.sock", LOOPBACK))
            .getMessage());
    assertEquals(
        "tcp://127.0.0.1:0 takes the PROXY protocol from unix and so from nobody; name the"
            + " addresses of the proxies",
        assertThrows(
                IllegalArgumentException.class,
                () -> builder.listen("tcp://127.0.0.1:0", ProxyProtocol.ofUnix()))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> ProxyProtocol.parse(""));
    assertThrows(IllegalArgumentException.class, ProxyProtocol::from);
    assertEquals("10.0.0.0/8,unix", ProxyProtocol.parse("unix,10.0.0.0/8").toString());
  }
}
