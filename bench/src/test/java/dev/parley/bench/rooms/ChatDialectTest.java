package dev.parley.bench.rooms;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The pieces of what servers send are found however it is cut.
final class ChatDialectTest {
  @SuppressWarnings("StringConcatToTextBlock") // its lines end with CR LF
  private static final String REDIS_TALK =
      "%1\r\n$7\r\nmodules\r\n*0\r\n"
          + ">3\r\n$9\r\nsubscribe\r\n$5\r\n#room\r\n:1\r\n"
          + ">3\r\n$7\r\nmessage\r\n$5\r\n#room\r\n$7\r\n5\r\nabcd\r\n"
          + ":1\r\n"
          + "$15\r\n1526919030474-0\r\n"
          + "+PONG\r\n";

  private static final String NATS_TALK =
      "INFO {\"port\":4222}\r\nPONG\r\nMSG #room 1 7\r\n5\r\nabcd\r\nPING\r\n";

  private static final String PARLEY_TALK =
      frame("{\"kind\":\"welcome\",\"version\":1}")
          + frame("{\"kind\":\"room\",\"room\":\"#room\"}")
          + frame("{\"kind\":\"message\",\"room\":\"#room\",\"text\":\"5abcd\"}")
          + frame("{\"kind\":\"ack\",\"room\":\"#room\"}")
          + frame("{\"kind\":\"renamed\",\"from\":\"a\"}")
          + frame("{\"kind\":\"ping\"}");

  private static String frame(String json) {
    return new String(
        ByteBuffer.allocate(4 + json.length())
            .putInt(json.length())
            .put(json.getBytes(ISO_8859_1))
            .array(),
        ISO_8859_1);
  }

  @Test
  void redis() throws IOException {
    assertPieces(
        new RedisDialect(/* isStream= */ false),
        REDIS_TALK,
        Piece.OTHER,
        Piece.ENTERED,
        Piece.DELIVERY,
        Piece.ACK,
        Piece.ACK,
        Piece.ENTERED);
  }

  @Test
  void nats() throws IOException {
    assertPieces(
        new NatsDialect(), NATS_TALK, Piece.OTHER, Piece.ENTERED, Piece.DELIVERY, Piece.PING);
  }

  @Test
  void parley() throws IOException {
    assertPieces(
        new ParleyDialect(),
        PARLEY_TALK,
        Piece.OTHER,
        Piece.ENTERED,
        Piece.DELIVERY,
        Piece.ACK,
        Piece.OTHER,
        Piece.PING);
  }

  private static void assertPieces(ChatDialect dialect, String talk, Piece... pieces)
      throws IOException {
    byte[] bytes = talk.getBytes(ISO_8859_1);
    for (int cut = 0; cut <= bytes.length; cut++) {
      List<Piece> found = new ArrayList<>();
      ByteBuffer first = ByteBuffer.wrap(bytes, 0, cut);
      find(dialect, first, found);
      find(
          dialect,
          ByteBuffer.wrap(bytes, first.position(), bytes.length - first.position()),
          found);
      assertEquals(List.of(pieces), found, "cut at " + cut);
    }
  }

  /// Finds whole pieces; what is said ends where it is expected to end.
  private static void find(ChatDialect dialect, ByteBuffer bytes, List<Piece> found)
      throws IOException {
    while (bytes.hasRemaining()) {
      Piece piece = dialect.next(bytes);
      if (piece == Piece.PARTIAL) {
        return;
      }
      if (piece == Piece.DELIVERY) {
        assertEquals('d', bytes.get(bytes.position() - ChatDialect.BEHIND_TEXT - 1));
      }
      found.add(piece);
    }
  }

  @Test
  void refusalsAreTold() {
    assertEquals("-ERR no", refusal(new RedisDialect(/* isStream= */ true), "-ERR no\r\n"));
    assertEquals("-ERR 'no'", refusal(new NatsDialect(), "-ERR 'no'\r\n"));
    assertEquals(
        "{\"kind\":\"refused\",\"text\":\"no\"}",
        refusal(new ParleyDialect(), frame("{\"kind\":\"refused\",\"text\":\"\u001b\n\000no\"}")));
    assertEquals(
        "{\"kind\":\"closing\"}", refusal(new ParleyDialect(), frame("{\"kind\":\"closing\"}")));
  }

  private static String refusal(ChatDialect dialect, String said) {
    ByteBuffer bytes = ByteBuffer.wrap(said.getBytes(ISO_8859_1));
    return String.valueOf(assertThrows(IOException.class, () -> dialect.next(bytes)).getMessage());
  }
}
