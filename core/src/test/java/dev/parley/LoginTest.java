package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.hmac.Hmac;
import dev.parley.hmac.HmacAlgorithm;
import dev.parley.hmac.Secret;
import dev.parley.internal.simulation.SimulatedPeer;
import dev.parley.internal.simulation.SimulatedServer;
import dev.parley.limit.Timeouts;
import dev.parley.secure.Security;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ScriptedPeer;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Logins over real connections.
class LoginTest {
  private static final byte[] KEY = "open sesame".getBytes(UTF_8);

  private final EventRecorder events = new EventRecorder();
  @AutoClose private final SimulatedServer simulated = new SimulatedServer();
  private @Nullable Server server;

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
  }

  private void start(Security security, Timeouts timeouts) throws IOException {
    server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .framing(Framing.parse("length:4le"))
            .replyFraming(Framing.raw())
            .security(security)
            .timeouts(timeouts)
            .handler((session, message) -> session.send(message))
            .events(events)
            .start();
  }

  private static Security hmac(HmacAlgorithm digest, byte[] key) {
    return Hmac.with(digest, Secret.ofFileContent(key));
  }

  private static byte[] mac(String algorithm, byte[] key, byte[] challenge) throws Exception {
    Mac mac = Mac.getInstance(algorithm);
    mac.init(new SecretKeySpec(key, algorithm));
    return mac.doFinal(challenge);
  }

  @Test
  void aRawPeerLogsInAndItsFirstMessageMayComeInTheSameBytes() throws Exception {
    start(hmac(HmacAlgorithm.MD5, KEY), Timeouts.defaults());
    try (ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      byte[] answer = mac("HmacMD5", KEY, peer.read(32));
      peer.sendHex(HexFormat.of().formatHex(answer) + "02000000" + "6869");
      assertEquals("hi", peer.readText(2));
    }
  }

  @Test
  void aWrongAnswerIsClosedInSilence() throws Exception {
    start(hmac(HmacAlgorithm.MD5, KEY), Timeouts.defaults());
    try (ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      byte[] answer = mac("HmacMD5", KEY, peer.read(32));
      answer[15] ^= 1;
      peer.send(answer).sendHex("02000000 6869");
      assertEquals(0, peer.readAll().length);
    }
    Event.SessionClosed end = events.await(Event.SessionClosed.class);
    assertEquals(CloseReason.LOGIN_REFUSED, end.reason());
    assertEquals(0, end.traffic().messagesIn());
    assertEquals(0, events.all(Event.SessionOpened.class).size());
  }

  @Test
  void aLoginThatTricklesIsOverAtItsDeadline() throws Exception {
    simulated.start(
        Server.builder()
            .security(hmac(HmacAlgorithm.MD5, KEY))
            .timeouts(Timeouts.defaults().withLogin(Duration.ofMillis(500)))
            .handler((session, message) -> session.send(message)));
    SimulatedPeer peer = simulated.peer("a");
    for (int i = 1; i < 5; i++) {
      simulated.pass(Duration.ofMillis(100));
      peer.send(new byte[] {'a'});
    }
    simulated.pass(Duration.ofMillis(100).minusNanos(1));
    assertFalse(peer.hasEnded());
    simulated.pass(Duration.ofNanos(1));
    assertTrue(peer.hasEnded());
    assertEquals(32, peer.received().length);
    Event.SessionClosed end = simulated.leave(peer);
    assertEquals(CloseReason.LOGIN_TIMEOUT, end.reason());
    assertEquals(5, end.traffic().bytesIn());
  }

  @ParameterizedTest
  @EnumSource(HmacAlgorithm.class)
  void ourClientLogsInToOurServer(HmacAlgorithm digest) throws Exception {
    start(hmac(digest, KEY), Timeouts.defaults());
    ClientOptions options =
        ClientOptions.defaults()
            .withFraming(Framing.parse("length:4le"))
            .withReplyFraming(Framing.raw())
            .withSecurity(hmac(digest, KEY));
    try (Client client = Client.connect(server.address(), options)) {
      client.send("hello");
      assertEquals(Message.of("hello"), client.receive());
    }
  }

  @Test
  void aServerThatAsksForNoLoginIsNotWaitedForForEver() throws Exception {
    simulated.start(Server.builder().handler((session, message) -> session.send(message)));
    ClientOptions options =
        ClientOptions.defaults()
            .withTimeouts(Timeouts.defaults().withLogin(Duration.ofMillis(500)))
            .withSecurity(hmac(HmacAlgorithm.MD5, KEY));
    ConnectOutcome.Failed failed =
        assertInstanceOf(
            ConnectOutcome.Failed.class,
            simulated.run(() -> Client.tryConnect(SimulatedServer.ADDRESS, options)));
    assertEquals(ConnectOutcome.Failure.LOGIN_TIMED_OUT, failed.failure());
    assertEquals(Duration.ofMillis(500), simulated.elapsed());
  }

  @Test
  void thisLoginIsNotForDatagrams() throws Exception {
    start(Security.none(), Timeouts.defaults());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Server.builder()
                .listen("udp://127.0.0.1:0")
                .security(hmac(HmacAlgorithm.MD5, KEY))
                .handler((_, _) -> {})
                .start());
  }
}
