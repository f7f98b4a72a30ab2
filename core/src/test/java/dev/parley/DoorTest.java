package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hmac.Hmac;
import dev.parley.hmac.HmacAlgorithm;
import dev.parley.hmac.Secret;
import dev.parley.limit.AddressBlock;
import dev.parley.limit.Limits;
import dev.parley.limit.SourceLimits;
import dev.parley.limit.Timeouts;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Security;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Transport;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.OwnProcess;
import dev.parley.testing.ScriptedPeer;
import dev.parley.tls.Authority;
import dev.parley.tls.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Admission of unknown peers to a server, each with an address of its own.
@Timeout(300)
class DoorTest {
  private static final Handler ECHO = (session, message) -> session.send(message);

  /// The limits per address apply to this machine too, but not the connection rate.
  private static final Limits COUNTED = Limits.defaults().withCountLoopback(true);

  private static final SourceLimits ANY_RATE = SourceLimits.defaults().withConnectionRate(0, 1);

  @TempDir private Path directory;

  private final EventRecorder events = new EventRecorder();
  @AutoClose private final Opened opened = new Opened();
  private final AtomicBoolean isOver = new AtomicBoolean();
  private final AtomicInteger attempts = new AtomicInteger();
  private final List<Thread> strangers = new ArrayList<>();

  /// Ends the siege: those that wait for the server leave, too.
  @AfterEach
  void goOn() {
    isOver.set(true);
    strangers.forEach(Thread::interrupt);
  }

  private Server start(Server.Builder builder) throws IOException {
    return opened.keep(builder.handler(ECHO).events(events).start());
  }

  private static InetSocketAddress loopback(int host, int port) throws IOException {
    return new InetSocketAddress(
        InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) host}), port);
  }

  private static ScriptedPeer call(Server server, int fromHost) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.bind(loopback(fromHost, 0));
    channel.connect(loopback(1, server.address().port()));
    return new ScriptedPeer(channel);
  }

  private static void assertAnswered(ScriptedPeer peer, String line) throws IOException {
    peer.send(line + "\n");
    assertEquals(line + "\n", peer.readText(line.length() + 1));
  }

  private static void assertNothingIsLeft(Server server) throws InterruptedException {
    assertTrue(
        OwnProcess.comesTrue(() -> server.openSessions() == 0),
        () -> server.openSessions() + " sessions are left");
  }

  // Without a login.

  private void silentPeersKeepNobodyOut(int sessions, int silent, int newcomers) throws Exception {
    Server server =
        start(
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .limits(Limits.defaults().withMaxSessions(sessions)));
    ScriptedPeer resident = call(server, 1);
    opened.add(resident);
    assertAnswered(resident, "first");
    int most = 0;
    for (int i = 0; i < silent; i++) {
      opened.add(call(server, 2));
      most = Math.max(most, server.openSessions());
      if (i % (silent / newcomers) == 0) {
        try (ScriptedPeer newcomer = call(server, 1)) {
          assertAnswered(newcomer, "newcomer " + i);
        }
      }
    }
    assertTrue(most <= sessions, most + " sessions were open");
    assertAnswered(resident, "last");
    assertTrue(
        events.all(Event.SessionClosed.class).stream()
            .filter(end -> end.reason() == CloseReason.EVICTED)
            .allMatch(end -> end.traffic().messagesIn() == 0));
    assertEquals(List.of(), events.all(Event.PeerRefused.class));
  }

  @Test
  void silentPeersNeverKeepNewcomersOut() throws Exception {
    silentPeersKeepNobodyOut(100, 500, 50);
  }

  @Test
  @Tag("siege")
  @Timeout(300)
  void thousandsOfSilentPeersNeverKeepNewcomersOut() throws Exception {
    silentPeersKeepNobodyOut(3_000, 9_000, 300);
  }

  // With a login.

  enum Login {
    HMAC,
    SEALED,
    TLS
  }

  private final Security hmac =
      Hmac.with(HmacAlgorithm.SHA256, Secret.ofFileContent("open sesame".getBytes(UTF_8)));
  private final Security sealed =
      Sealed.with(NamedKey.of("honest", "0123456789abcdef0123456789abcdef".getBytes(UTF_8)));

  private Security security(Login login) {
    return switch (login) {
      case HMAC -> hmac;
      case SEALED -> sealed;
      case TLS -> Security.none();
    };
  }

  private Server start(Login login, SourceLimits sources) throws Exception {
    Server.Builder builder = Server.builder();
    if (login == Login.TLS) {
      Authority authority = new Authority(directory, "ca");
      builder
          .listen("tls://127.0.0.1:0")
          .tls(Tls.server(List.of(authority.sign("server", "127.0.0.1", "localhost"))));
    } else {
      builder.listen("tcp://127.0.0.1:0");
    }
    return start(builder.security(security(login)).limits(COUNTED).sources(sources));
  }

  private ClientOptions client(Login login) throws IOException {
    return ClientOptions.defaults()
        .withSecurity(security(login))
        .withTls(
            login == Login.TLS
                ? Tls.client().withAuthorities(directory.resolve("ca.pem"))
                : Tls.client());
  }

  /// Connects repeatedly from one address until the siege is over: sends `hello`, reads the reply,
  /// and waits for the end if it is patient.
  private void besiege(Server server, int fromHost, byte[] hello, boolean isPatient) {
    Thread stranger =
        Thread.ofVirtual()
            .start(() -> {
              while (!isOver.get()) {
                try (ScriptedPeer peer = call(server, fromHost)) {
                  attempts.incrementAndGet();
                  peer.send(hello);
                  if (isPatient) {
                    byte[] _ = peer.readAll();
                  }
                } catch (IOException e) {
                  // Refused, reset or evicted: try again.
                }
              }
            });
    strangers.add(stranger);
    opened.add(stranger::join);
  }

  private void honestLoginsSucceed(Server server, Login login, int count) throws Exception {
    assertTrue(
        OwnProcess.comesTrue(() -> attempts.get() >= strangers.size()), "nobody besieges it");
    Address address =
        login == Login.TLS ? server.address().withHost("localhost") : server.address();
    try (Connector connector = Connector.open(1, client(login), Conversations.handler(_ -> {}))) {
      for (int i = 0; i < count; i++) {
        connector.connect(address, loopback(100 + i % 10, 0)).close();
      }
    } catch (IOException e) {
      throw new AssertionError(
          events.all(Event.PeerRefused.class)
              + " "
              + events.all(Event.SessionClosed.class).stream()
                  .filter(end -> end.peer().startsWith("127.0.0.10"))
                  .toList(),
          e);
    }
    goOn();
  }

  @ParameterizedTest
  @EnumSource
  void strangersThatReturnAsFastAsTheyCanKeepNoLoginOut(Login login) throws Exception {
    Server server = start(login, ANY_RATE.withMaxLogins(32).withMaxPenalty(Duration.ZERO));
    byte[] half = new byte[7];
    half[0] = 22;
    for (int host = 2; host < 6; host++) {
      for (int i = 0; i < 4; i++) {
        besiege(server, host, half, i % 2 == 0);
      }
    }
    honestLoginsSucceed(server, login, 50);
    assertNothingIsLeft(server);
  }

  @Test
  void recordedGreetingsOfFiveAddressesDelayNoHandshakeToItsEnd() throws Exception {
    Server server = start(Login.TLS, ANY_RATE.withMaxPenalty(Duration.ZERO));
    SSLEngine engine = SSLContext.getDefault().createSSLEngine();
    engine.setUseClientMode(true);
    ByteBuffer wire = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    var _ = engine.wrap(ByteBuffer.allocate(0), wire);
    byte[] greeting = new byte[wire.flip().remaining()];
    wire.get(greeting);
    for (int host = 2; host < 7; host++) {
      for (int i = 0; i < 4; i++) {
        besiege(server, host, greeting, true);
      }
    }
    honestLoginsSucceed(server, Login.TLS, 20);
  }

  // Limits per source.

  @Test
  void guessesOfOneAddressAreFewAndOthersLogIn() throws Exception {
    ManualClock clock = new ManualClock();
    Server server =
        start(
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .security(hmac)
                .clock(clock)
                .timeouts(Timeouts.defaults().withLinger(Duration.ZERO))
                .limits(COUNTED));
    for (int guess = 1; guess <= 3; guess++) {
      assertTrue(guess(server) > 0);
      assertEquals(guess, events.await(Event.SessionClosed.class, _ -> true, guess).size());
    }
    for (int guess = 0; guess < 100; guess++) {
      assertEquals(0, guess(server), "no challenge, so nothing to guess");
    }
    assertEquals(3, events.all(Event.SessionClosed.class).size());
    Event.PeerRefused refused = events.await(Event.PeerRefused.class);
    assertTrue(refused.why().contains("penalty"), refused.why());
    assertEquals(1, events.all(Event.PeerRefused.class).size());
    try (Connector connector =
        Connector.open(1, client(Login.HMAC), Conversations.handler(_ -> {}))) {
      connector.connect(server.address(), loopback(3, 0)).close();
    }
    clock.advance(Duration.ofSeconds(15));
    assertTrue(guess(server) > 0, "the penalty is over");
    assertEquals(4, wrong().size());
  }

  @Test
  void connectionsOfOneAddressThatWereOpenBeforeHaveNoMoreGuesses() throws Exception {
    Server server =
        start(
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .security(hmac)
                .loops(1)
                .limits(COUNTED)
                .sources(ANY_RATE.withMaxLoginsPerAddress(32)));
    List<ScriptedPeer> peers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      ScriptedPeer peer = call(server, 2);
      opened.add(peer);
      assertEquals(32, peer.read(32).length);
      peers.add(peer);
    }
    for (ScriptedPeer peer : peers) {
      peer.send(new byte[32]);
    }
    for (ScriptedPeer peer : peers) {
      peer.leaveAtEnd();
    }
    List<Event.SessionClosed> all = events.await(Event.SessionClosed.class, _ -> true, 20);
    assertEquals(3, all.stream().filter(end -> end.detail().contains("proof is wrong")).count());
    assertEquals(17, all.stream().filter(end -> end.detail().contains("penalty")).count());
  }

  private List<Event.SessionClosed> wrong() throws InterruptedException {
    return events.await(
        Event.SessionClosed.class, end -> end.reason() == CloseReason.LOGIN_REFUSED, 4);
  }

  @Test
  void whoLeavesBeforeItTriesAnythingIsNotPenalised() throws Exception {
    Server server = start(Login.HMAC, SourceLimits.defaults());
    for (int probe = 1; probe <= 10; probe++) {
      try (ScriptedPeer peer = call(server, 2)) {
        assertEquals(32, peer.read(32).length);
      }
      assertEquals(probe, events.await(Event.SessionClosed.class, _ -> true, probe).size());
    }
    assertEquals(List.of(), events.all(Event.PeerRefused.class));
  }

  /// Sends a wrong proof from one address; returns how many bytes the server sent before.
  private static int guess(Server server) throws IOException {
    try (ScriptedPeer guesser = call(server, 2)) {
      guesser.send(new byte[32]);
      return guesser.readAll().length;
    } catch (IOException e) {
      return 0; // reset on arrival
    }
  }

  @Test
  void oneAddressConnectsSoOftenAndNotOnceMore() throws Exception {
    Server server =
        start(
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .clock(new ManualClock())
                .limits(COUNTED)
                .sources(SourceLimits.defaults().withConnectionRate(1, 5)));
    for (int i = 0; i < 5; i++) {
      try (ScriptedPeer peer = call(server, 2)) {
        assertAnswered(peer, "hello");
      }
    }
    try (ScriptedPeer sixth = call(server, 2)) {
      assertEquals(0, sixth.readAll().length);
    }
    assertEquals(
        "more than connectionsPerSecond 1 came from this address",
        events.await(Event.PeerRefused.class).why());
    try (ScriptedPeer other = call(server, 3)) {
      assertAnswered(other, "hello");
    }
  }

  @Test
  void exemptAddressesHaveNoRate() throws Exception {
    Server server =
        start(
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .clock(new ManualClock())
                .limits(COUNTED)
                .sources(
                    SourceLimits.defaults()
                        .withConnectionRate(1, 1)
                        .withExempt(List.of(AddressBlock.parse("127.0.0.2")))));
    for (int i = 0; i < 20; i++) {
      try (ScriptedPeer peer = call(server, 2)) {
        assertAnswered(peer, "hello");
      }
    }
  }

  // Allow and deny lists.

  @Test
  void deniedAddressesAreServedNeitherOverTcpNorOverUdp() throws Exception {
    Server server =
        start(
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .listen("udp://127.0.0.1:0")
                .sources(
                    SourceLimits.defaults()
                        .withCallers(
                            List.of(AddressBlock.parse("127.0.0.0/8")),
                            List.of(AddressBlock.parse("127.0.0.2/31")))));
    try (ScriptedPeer denied = call(server, 3)) {
      assertEquals(0, denied.readAll().length);
    }
    assertEquals(
        "its address may not call (allow, deny)", events.await(Event.PeerRefused.class).why());
    try (ScriptedPeer allowed = call(server, 4)) {
      assertAnswered(allowed, "hello");
    }
    InetSocketAddress udp = loopback(1, server.addresses().getLast().port());
    try (DatagramChannel denied = DatagramChannel.open().bind(loopback(2, 0));
        DatagramChannel allowed = DatagramChannel.open().bind(loopback(1, 0))) {
      int _ = denied.send(ByteBuffer.wrap(new byte[] {1}), udp);
      int _ = allowed.send(ByteBuffer.wrap(new byte[] {2}), udp);
      ByteBuffer answer = ByteBuffer.allocate(10);
      assertEquals(udp, allowed.receive(answer));
      assertEquals(1, answer.position());
    }
    assertEquals(
        List.of(Transport.TCP, Transport.UDP),
        events.all(Event.SessionOpened.class).stream()
            .map(Event.SessionOpened::transport)
            .toList());
    for (Event.SessionOpened session : events.all(Event.SessionOpened.class)) {
      assertNotEquals("127.0.0.2", session.peer().replaceAll(":.*", ""));
    }
  }
}
