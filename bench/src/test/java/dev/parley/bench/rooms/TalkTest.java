package dev.parley.bench.rooms;

import static dev.parley.bench.CarelessServer.bytes;
import static dev.parley.bench.CarelessServer.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.bench.CarelessServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What is said is counted once it has come to everybody, whole and once; otherwise it leaves no
/// figure. The server is a stand-in that speaks Parley's dialect.
final class TalkTest {
  private static final ChatDialect DIALECT = Dialects.PARLEY.dialect();
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final int SIZE = 40;
  private static final int IN_FLIGHT = 3;

  /// Passes on what was said to one listener of all.
  private interface Passing {
    void pass(Socket listener, int number, byte[] message) throws IOException;
  }

  /// A room that acknowledges what is said and passes it on to all others.
  private static CarelessServer room(Passing passing) throws IOException {
    return new CarelessServer((from, message, peers) -> {
      String said = new String(message, StandardCharsets.ISO_8859_1);
      if (said.contains("\"hello\"")) {
        send(from, bytes("{\"kind\":\"room\"}"));
        return;
      }
      String text = said.substring(said.indexOf("\"text\":"));
      for (int i = 0; i < peers.size(); i++) {
        if (!peers.get(i).equals(from)) {
          passing.pass(peers.get(i), i, bytes("{\"kind\":\"message\"," + text));
        }
      }
      send(from, bytes("{\"kind\":\"ack\"}"));
    });
  }

  private static String why(Passing passing, Duration patience) throws Exception {
    try (CarelessServer server = room(passing);
        Talk talk = FanOut.open(server.port(), DIALECT, 3, SIZE, IN_FLIGHT, patience)) {
      return String.valueOf(
          assertThrows(IOException.class, () -> talk.turn(Duration.ZERO)).getMessage());
    }
  }

  @Test
  void deliveriesToAllAreCounted() throws Exception {
    try (CarelessServer server = room((peer, _, message) -> send(peer, message));
        Talk talk = FanOut.open(server.port(), DIALECT, 3, SIZE, IN_FLIGHT, LONG)) {
      assertEquals(3 * IN_FLIGHT, talk.turn(Duration.ZERO).messages());
      assertEquals(3 * IN_FLIGHT, talk.turn(Duration.ZERO).messages());
    }
  }

  @Test
  void memberThatIsForgottenIsMissed() throws Exception {
    Passing allButOne =
        (peer, number, message) -> {
          if (number != 1) {
            send(peer, message);
          }
        };

    assertEquals(
        "nothing comes any more: 3 messages have not reached all of 3 members",
        why(allButOne, SHORT));
  }

  @Test
  void messageThatOneHearsTwiceAndAnotherNotAtAllIsNoticed() throws Exception {
    Passing unfair =
        (peer, number, message) -> {
          for (int i = 0; i < number; i++) {
            send(peer, message);
          }
        };

    assertEquals("a member has not heard a message, or heard one twice", why(unfair, LONG));
  }

  @Test
  void messageThatIsHeardTooOftenIsNoticed() throws Exception {
    Passing twice =
        (peer, _, message) -> {
          send(peer, message);
          send(peer, message);
        };

    assertEquals("a message was heard twice", why(twice, LONG));
  }

  @Test
  void wrongByteIsNoticed() throws Exception {
    Passing shifted =
        (peer, _, message) -> {
          byte[] other = message.clone();
          other[other.length - 3]++;
          send(peer, other);
        };

    assertEquals("byte 39 of a text is wrong", why(shifted, LONG));
  }

  @Test
  void memberThatIsDisconnectedIsNoticed() throws Exception {
    assertEquals("the server has disconnected a member", why((peer, _, _) -> peer.close(), LONG));
  }

  @Test
  void whoSpeaksDoesNotCount() throws Exception {
    try (CarelessServer server = room((peer, _, message) -> send(peer, message));
        Talk talk = PacedTalk.open(server.port(), DIALECT, 3, SIZE, 1_000_000, false, LONG)) {
      RoomTurn turn = talk.turn(Duration.ofMillis(1));

      assertEquals(0, turn.messages() % 2);
      assertEquals(turn.messages(), turn.times().getTotalCount());
    }
  }

  @Test
  void readerThatHasStoppedComesAnewForEachTurn() throws Exception {
    try (CarelessServer server =
            room((peer, number, message) -> {
              if (number < 2) {
                send(peer, message);
              }
            });
        Talk talk = PacedTalk.open(server.port(), DIALECT, 2, SIZE, 1_000, true, LONG)) {
      talk.prepare();
      talk.prepare();

      assertEquals(0, talk.turn(Duration.ZERO).messages());
    }
  }

  @Test
  void eachSenderKeepsSomeUnacknowledged() throws Exception {
    try (CarelessServer server = room((_, _, _) -> {});
        Talk talk = Senders.open(server.port(), DIALECT, 2, SIZE, IN_FLIGHT, LONG)) {
      assertEquals(2 * IN_FLIGHT, talk.turn(Duration.ZERO).messages());
    }
  }

  @Test
  void acknowledgementOfNothingIsNoticed() throws Exception {
    try (CarelessServer server = room((peer, _, _) -> send(peer, bytes("{\"kind\":\"ack\"}")));
        Talk talk = Senders.open(server.port(), DIALECT, 2, SIZE, IN_FLIGHT, LONG)) {
      assertEquals(
          "what was not sent was acknowledged",
          assertThrows(IOException.class, () -> talk.turn(SHORT)).getMessage());
    }
  }

  @Test
  void refusalIsTold() throws Exception {
    try (CarelessServer server =
        new CarelessServer((from, _, _) -> send(from, bytes("{\"kind\":\"refused\"}")))) {
      assertEquals(
          "{\"kind\":\"refused\"}",
          assertThrows(
                  IOException.class,
                  () -> Senders.open(server.port(), DIALECT, 1, SIZE, IN_FLIGHT, LONG))
              .getMessage());
    }
  }
}
