package dev.parley.bench.rooms;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.errorprone.annotations.Immutable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The client protocol of NATS; a room is a subject. Nobody hears an echo of what he says, and what
/// is said has no answer.
///
/// ```
/// ▶ CONNECT {…}   SUB room 1   PING            ◀ INFO {…}   PONG
/// ▶ PUB room 5\r\nhello\r\n                    ◀ MSG room 1 5\r\nhello\r\n   to all others
/// ```
@Immutable
final class NatsDialect implements ChatDialect {
  private static final String CONNECT =
      "CONNECT {\"verbose\":false,\"pedantic\":false,\"echo\":false,\"protocol\":1,"
          + "\"lang\":\"java\",\"version\":\"1\",\"name\":\"bench\"}\r\n";

  @Override
  public byte[] entry(String room, boolean listens) {
    return (CONNECT + (listens ? "SUB " + room + " 1\r\n" : "") + "PING\r\n").getBytes(ISO_8859_1);
  }

  @Override
  public byte[] saying(String room, long number, byte[] text) {
    return Lines.joined("PUB " + room + " " + text.length + "\r\n", text, "\r\n");
  }

  @Override
  public byte[] leaving() {
    return new byte[0];
  }

  @Override
  public byte[] pong() {
    return "PONG\r\n".getBytes(ISO_8859_1);
  }

  @Override
  public Piece next(ByteBuffer bytes) throws IOException {
    int start = bytes.position();
    int end = Lines.end(bytes, start);
    if (end < 0) {
      return Piece.PARTIAL;
    }
    int behind = end;
    Piece piece =
        switch (bytes.get(start)) {
          case 'M' -> {
            behind += Lines.numberBefore(bytes, end) + Lines.END;
            yield Piece.DELIVERY;
          }
          case 'P' -> bytes.get(start + 1) == 'I' ? Piece.PING : Piece.ENTERED;
          case 'I' -> Piece.OTHER;
          default -> throw new IOException(Lines.refusal(bytes, start, end));
        };
    if (behind > bytes.limit()) {
      return Piece.PARTIAL;
    }
    bytes.position(behind);
    return piece;
  }
}
