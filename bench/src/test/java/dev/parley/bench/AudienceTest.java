package dev.parley.bench;

import static dev.parley.bench.CarelessServer.bytes;
import static dev.parley.bench.CarelessServer.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Deliveries that are wrong or missing leave no figure.
final class AudienceTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofMinutes(1);

  /// What is said, with this many letters.
  private static byte[] said(int size) {
    return bytes("abcdefghijklmnopqrstuvwxyz".repeat(size / 26 + 1).substring(0, size));
  }

  /// Tells each of the members; the first peer is the speaker.
  private interface Telling {
    void tell(Socket member, int number, int size) throws IOException;
  }

  private static CarelessServer chat(Telling telling) throws IOException {
    return new CarelessServer((from, message, peers) -> {
      String order = new String(message, StandardCharsets.US_ASCII);
      if (!order.startsWith("say ")) {
        send(from, bytes(order.equals("members") ? "" + (peers.size() - 1) : "4711"));
        return;
      }
      List<Socket> members = peers.stream().filter(peer -> !peer.equals(from)).toList();
      for (int i = 0; i < members.size(); i++) {
        telling.tell(members.get(i), i, Integer.parseInt(order.substring(4)));
      }
    });
  }

  private static String why(Telling telling, Duration patience) throws Exception {
    try (CarelessServer server = chat(telling);
        Audience audience = Audience.open(server.port(), 3, 40, patience)) {
      return assertThrows(Unavailable.class, () -> audience.turn(Duration.ZERO)).why();
    }
  }

  @Test
  void deliveriesToAllAreCounted() throws Exception {
    try (CarelessServer server = chat((member, _, size) -> send(member, said(size)));
        Audience audience = Audience.open(server.port(), 3, 40, LONG)) {
      assertEquals(3, audience.turn(Duration.ZERO).messages());
      assertEquals(3, audience.turn(Duration.ZERO).messages());
      assertEquals(4711, audience.allocatedBytes().orElseThrow());
    }
  }

  @Test
  void memberThatIsForgottenIsMissed() throws Exception {
    Telling allButOne =
        (member, number, size) -> {
          if (number != 1) {
            send(member, said(size));
          }
        };

    assertEquals("1 of 3 deliveries are missing", why(allButOne, SHORT));
  }

  @Test
  void memberThatIsDisconnectedIsNoticed() throws Exception {
    Telling cutting =
        (member, number, size) -> {
          if (number == 2) {
            member.close();
          } else {
            send(member, said(size));
          }
        };

    assertEquals("the server has disconnected a member", why(cutting, LONG));
  }

  @Test
  void wrongByteIsNoticed() throws Exception {
    Telling shifted =
        (member, _, size) -> {
          byte[] message = said(size);
          message[size - 1]++;
          send(member, message);
        };

    assertEquals("byte 43 of a message is wrong", why(shifted, LONG));
  }

  @Test
  void oneByteTooMuchIsNoticed() throws Exception {
    Telling talkative =
        (member, _, size) -> {
          byte[] frame = Arrays.copyOf(said(size), size + 1);
          ByteBuffer more = ByteBuffer.allocate(size + 5);
          more.putInt(size).put(frame);
          member.getOutputStream().write(more.array());
        };

    assertEquals("more was said than asked for", why(talkative, LONG));
  }
}
