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

  @Test
  @Timeout(300)
  void strangersHearNothingButTheChallengeWhileHonestPeersLogIn() throws Exception {
    EventRecorder events = new EventRecorder();
    Security login =
        Hmac.with(HmacAlgorithm.SHA256, Secret.ofFileContent("open sesame".getBytes(UTF_8)));
    Server server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .security(login)
            .handler((session, message) -> session.send(message))
            .timeouts(
                Timeouts.defaults()
                    .withLogin(Duration.ofSeconds(10))
                    .withLinger(Duration.ofMillis(100)))
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
    ByteBuffer heard = ByteBuffer.allocate(4096);
    for (SocketChannel stranger : strangers) {
      heard.clear();
      try {
        while (stranger.read(heard) >= 0) {
          // Reads until the server ends the stream.
        }
      } catch (IOException e) {
        // Or resets it, if there was more garbage than it read.
      }
      assertEquals(32, heard.position(), "a stranger heard more than the challenge");
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
