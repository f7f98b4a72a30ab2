package dev.parley.bench.rooms;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.errorprone.annotations.Immutable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Parley's structured protocol, a JSON object in a frame with a 4-byte big-endian length, so that
/// a generator finds the end of a delivery by a count, as in the other dialects. Who subscribes
/// joins the room.
///
/// ```
/// ▶ {"kind":"hello",…,"rooms":[…]}             ◀ {"kind":"welcome",…}   {"kind":"room",…}
/// ▶ {"kind":"send",…,"text":"hello"}           ◀ {"kind":"message",…,"text":"hello"}   to all others
///                                              ◀ {"kind":"ack",…}                      to the speaker
/// ```
@Immutable
final class ParleyDialect implements ChatDialect {
  private static final int PREFIX = 4;

  /// The first letters of the kind follow `{"kind":"`.
  private static final int KIND = PREFIX + 9;

  private static final int MESSAGE = letters("mess");
  private static final int ACK = letters("ack\"");
  private static final int ROOM = letters("room");
  private static final int PING = letters("ping");
  private static final int CLOSING = letters("clos");
  private static final int REFUSED = letters("refu");

  private static int letters(String four) {
    return ByteBuffer.wrap(four.getBytes(ISO_8859_1)).getInt();
  }

  @Override
  public byte[] entry(String room, boolean listens) {
    return frame(
        "{\"kind\":\"hello\",\"version\":1,\"client\":\"bench\",\"rooms\":[{\"room\":\""
            + room
            + "\"}]}");
  }

  @Override
  public byte[] saying(String room, long number, byte[] text) {
    return frame(
        "{\"kind\":\"send\",\"room\":\""
            + room
            + "\",\"id\":\""
            + number
            + "\",\"text\":\""
            + new String(text, ISO_8859_1)
            + "\"}");
  }

  @Override
  public byte[] leaving() {
    return frame("{\"kind\":\"quit\"}");
  }

  @Override
  public byte[] pong() {
    return frame("{\"kind\":\"pong\"}");
  }

  private static byte[] frame(String json) {
    return ByteBuffer.allocate(PREFIX + json.length())
        .putInt(json.length())
        .put(json.getBytes(ISO_8859_1))
        .array();
  }

  @Override
  public Piece next(ByteBuffer bytes) throws IOException {
    int start = bytes.position();
    if (bytes.remaining() < PREFIX) {
      return Piece.PARTIAL;
    }
    int end = start + PREFIX + bytes.getInt(start);
    if (end > bytes.limit()) {
      return Piece.PARTIAL;
    }
    bytes.position(end);
    int kind = bytes.getInt(start + KIND);
    if (kind == MESSAGE) {
      return Piece.DELIVERY;
    }
    if (kind == CLOSING || kind == REFUSED) {
      throw new IOException(Lines.refusal(bytes, start + PREFIX, end));
    }
    return kind == ACK
        ? Piece.ACK
        : kind == ROOM ? Piece.ENTERED : kind == PING ? Piece.PING : Piece.OTHER;
  }
}
