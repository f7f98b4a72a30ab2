package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.hmac.Hmac;
import dev.parley.hmac.HmacAlgorithm;
import dev.parley.hmac.Secret;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Logins over real connections.
class LoginTest {
  private static final byte[] KEY = "open sesame".getBytes(UTF_8);

  private final EventRecorder events = new EventRecorder();
  private Server server;

  @AfterEach
  void close() {
    server.close();
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
    start(hmac(HmacAlgorithm.MD5, KEY), Timeouts.defaults().withLogin(Duration.ofMillis(400)));
    try (ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      peer.read(32);
      peer.send("a");
      assertEquals(0, peer.readAll().length);
    }
    assertEquals(CloseReason.LOGIN_TIMEOUT, events.await(Event.SessionClosed.class).reason());
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
    start(Security.none(), Timeouts.defaults());
    ClientOptions options =
        ClientOptions.defaults()
            .withTimeouts(Timeouts.defaults().withLogin(Duration.ofMillis(300)))
            .withSecurity(hmac(HmacAlgorithm.MD5, KEY));
    ConnectOutcome.Failed failed =
        assertInstanceOf(ConnectOutcome.Failed.class, Client.tryConnect(server.address(), options));
    assertEquals(ConnectOutcome.Failure.LOGIN_TIMED_OUT, failed.failure());
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
