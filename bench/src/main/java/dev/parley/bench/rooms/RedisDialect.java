package dev.parley.bench.rooms;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.errorprone.annotations.Immutable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The protocol of Redis, RESP3, in which a connection may speak and listen at the same time. A
/// room is a channel, whose members hear themselves, too; or a stream, which keeps what is said,
/// and nobody listens.
///
/// ```
/// ▶ HELLO 3   SUBSCRIBE room       ◀ %7 …   >3 subscribe room :1
/// ▶ PUBLISH room hello             ◀ >3 message room $5\r\nhello\r\n   to all; :100 to the speaker
/// ▶ XADD room * text hello         ◀ $15\r\n1526919030474-0\r\n
/// ```
///
/// @param isStream true for a stream, false for a channel
@Immutable
record RedisDialect(boolean isStream) implements ChatDialect {
  private static final int PARTIAL = -1;

  @Override
  public byte[] entry(String room, boolean listens) {
    return ("HELLO 3\r\n" + (listens ? "SUBSCRIBE " + room : "PING") + "\r\n").getBytes(ISO_8859_1);
  }

  @Override
  public byte[] saying(String room, long number, byte[] text) {
    String command = isStream ? "*5\r\n$4\r\nXADD\r\n" : "*3\r\n$7\r\nPUBLISH\r\n";
    String key = "$" + room.length() + "\r\n" + room + "\r\n";
    String field = isStream ? "$1\r\n*\r\n$4\r\ntext\r\n" : "";
    return Lines.joined(command + key + field + "$" + text.length + "\r\n", text, "\r\n");
  }

  @Override
  public byte[] leaving() {
    return "QUIT\r\n".getBytes(ISO_8859_1);
  }

  @Override
  public byte[] pong() {
    return new byte[0];
  }

  @Override
  public Piece next(ByteBuffer bytes) throws IOException {
    int start = bytes.position();
    int end = end(bytes, start);
    if (end == PARTIAL) {
      return Piece.PARTIAL;
    }
    bytes.position(end);
    return switch (bytes.get(start)) {
      // The first word of a push follows `>3\r\n$7\r\n` or `>3\r\n$9\r\n`.
      case '>' -> bytes.get(start + 8) == 'm' ? Piece.DELIVERY : Piece.ENTERED;
      case ':', '$' -> Piece.ACK;
      case '+' -> Piece.ENTERED;
      case '-' -> throw new IOException(Lines.refusal(bytes, start, end));
      default -> Piece.OTHER;
    };
  }

  /// Returns the place behind the value that starts at `from`, or [#PARTIAL].
  private static int end(ByteBuffer bytes, int from) throws IOException {
    int end = Lines.end(bytes, from);
    if (end < 0) {
      return PARTIAL;
    }
    return switch (bytes.get(from)) {
      case '$' -> {
        int behind = end + Lines.number(bytes, from + 1, end) + Lines.END;
        yield behind > bytes.limit() ? PARTIAL : behind;
      }
      case '*', '>', '~' -> end(bytes, end, Lines.number(bytes, from + 1, end));
      case '%' -> end(bytes, end, 2 * Lines.number(bytes, from + 1, end));
      default -> end;
    };
  }

  /// Returns the place behind `count` values.
  private static int end(ByteBuffer bytes, int from, int count) throws IOException {
    int end = from;
    for (int i = 0; i < count && end != PARTIAL; i++) {
      end = end(bytes, end);
    }
    return end;
  }
}
