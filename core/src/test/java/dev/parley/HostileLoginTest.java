package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.hmac.Hmac;
import dev.parley.hmac.HmacAlgorithm;
import dev.parley.hmac.Secret;
import dev.parley.limit.SourceLimits;
import dev.parley.limit.Timeouts;
import dev.parley.secure.Security;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Thousands of unauthenticated peers at a server that requires a login.
class HostileLoginTest {
  private static final int STRANGERS = 3_000;
  private static final int CHALLENGE = 32;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @AutoClose private final Opened opened = new Opened();

  /// Sends what the stranger with this number sends: nothing, part of a proof, a wrong proof, or
  /// endless garbage.
  private static void misbehave(SocketChannel stranger, int number) throws IOException {
    int bytes =
        switch (number % 4) {
          case 0 -> 0;
          case 1 -> 5;
          case 2 -> 32;
          default -> 4_000;
        };
    ByteBuffer garbage = ByteBuffer.allocate(bytes);
    int _ = stranger.write(garbage);
  }

  /// Reads until the end, a reset, or as many bytes; returns how many came.
  private static int hear(SocketChannel stranger, int bytes) {
    ByteBuffer heard = ByteBuffer.allocate(bytes);
    try {
      while (heard.hasRemaining() && stranger.read(heard) >= 0) {
        // There may be more.
      }
    } catch (IOException e) {
      // A reset, if there was more garbage than the server read.
    }
    return heard.position();
  }

  @Test
  @Timeout(300)
  void strangersHearNothingButTheChallengeWhileHonestPeersLogIn() throws Exception {
    EventRecorder events = new EventRecorder();
    ManualClock clock = new ManualClock();
    Security login =
        Hmac.with(HmacAlgorithm.SHA256, Secret.ofFileContent("open sesame".getBytes(UTF_8)));
    Server server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .security(login)
            .handler((session, message) -> session.send(message))
            .timeouts(Timeouts.defaults().withLogin(PATIENCE).withLinger(Duration.ofMillis(100)))
            .clock(clock)
            .sources(SourceLimits.defaults().withMaxLogins(STRANGERS + 1))
            .events(events)
            .start();
    opened.add(server);
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.address().port());
    List<SocketChannel> strangers = new ArrayList<>();
    for (int i = 0; i < STRANGERS; i++) {
      SocketChannel stranger = SocketChannel.open(address);
      opened.add(stranger);
      strangers.add(stranger);
      misbehave(stranger, i);
      if (i % 300 == 0) {
        try (Client client =
            Client.connect(server.address(), ClientOptions.defaults().withSecurity(login))) {
          client.send("hello " + i);
          assertEquals("hello " + i, String.valueOf(client.receive(Wait.TIME).text()));
        }
      }
    }
    for (SocketChannel stranger : strangers) {
      assertEquals(CHALLENGE, hear(stranger, CHALLENGE), "its login has begun");
    }
    clock.advance(PATIENCE);
    for (SocketChannel stranger : strangers) {
      assertEquals(0, hear(stranger, 4096), "a stranger heard more than the challenge");
      stranger.close();
    }
    List<Event.SessionClosed> ends =
        events.await(
            Event.SessionClosed.class,
            e -> e.reason() != CloseReason.PEER_CLOSED && e.reason() != CloseReason.CLOSED,
            STRANGERS);
    assertEquals(STRANGERS / 2, count(ends, CloseReason.LOGIN_TIMEOUT));
    assertEquals(STRANGERS / 2, count(ends, CloseReason.LOGIN_REFUSED));
    assertEquals(10, events.all(Event.SessionOpened.class).size());
  }

  private static long count(List<Event.SessionClosed> ends, CloseReason reason) {
    return ends.stream().filter(end -> end.reason() == reason).count();
  }
}
