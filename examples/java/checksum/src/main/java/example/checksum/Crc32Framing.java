package example.checksum;

import dev.parley.frame.Decoder;
import dev.parley.frame.Encoder;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;
import dev.parley.problem.FrameProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.Problem;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/// A framing with a CRC-32 behind each message, big-endian:
///
/// ```
/// ┌─────────────┬──────────┬─────────────────────┬──────────────────────┐
/// │ magic 50 59 │ length n │ n bytes, perhaps 0  │ CRC-32 of these bytes│
/// │ 2 bytes     │ 3 bytes  │                     │ 4 bytes              │
/// └─────────────┴──────────┴─────────────────────┴──────────────────────┘
/// ```
///
/// Keeps nothing between calls, so it is its own decoder and encoder for all peers.
///
/// @param maxMessage in bytes, at most 2²⁴ − 1
record Crc32Framing(int maxMessage) implements Framing, Decoder, Encoder {
  private static final short MAGIC = 0x5059;
  private static final int HEAD = 2 + 3;
  private static final int CRC = 4;
  private static final int LONGEST = 0xff_ffff;

  /// Takes any maximum that the library allows, and reduces it to what three bytes can say.
  Crc32Framing {
    maxMessage = Math.min(Framing.checkMaximum(maxMessage), LONGEST);
  }

  /// The framing with the library's usual maximum.
  Crc32Framing() {
    this(DEFAULT_MAX_MESSAGE);
  }

  @Override
  public Framing withMaxMessage(int bytes) {
    return new Crc32Framing(bytes);
  }

  @Override
  public Decoder decoder() {
    return this;
  }

  @Override
  public Encoder encoder() {
    return this;
  }

  @Override
  public int overhead() {
    return HEAD + CRC;
  }

  @Override
  public int maxFrameBytes() {
    return maxMessage + overhead();
  }

  @Override
  public String toString() {
    return Crc32FramingProvider.NAME;
  }

  // From the peer. Each byte is judged as soon as it is there, the length before the rest comes.

  @Override
  public boolean decode(ByteBuffer in, Message view) throws ProtocolException {
    int start = in.position();
    if (in.remaining() >= 2 && in.getShort(start) != MAGIC) {
      throw new ProtocolException(Fault.MALFORMED, "a frame without its magic");
    }
    if (in.remaining() < HEAD) {
      return false;
    }
    int length = in.getInt(start + 1) & LONGEST;
    if (length > maxMessage) {
      throw new ProtocolException(
          Fault.TOO_LARGE, Problem.of(FrameProblem.LENGTH_TOO_LARGE, length, maxMessage));
    }
    if (in.remaining() < length + overhead()) {
      return false;
    }
    int end = start + HEAD + length;
    if (in.getInt(end) != crc(in, start + HEAD, end)) {
      throw new ProtocolException(Fault.MALFORMED, "a frame with a wrong checksum");
    }
    in.position(end + CRC);
    view.show(in, start + HEAD, length);
    return true;
  }

  // To the peer.

  @Override
  public void begin(int length, ByteBuffer out) {
    if (length > maxMessage) {
      throw new InvalidValueException(FrameProblem.OUTGOING_TOO_LARGE, length, maxMessage);
    }
    out.putShort(MAGIC).put((byte) (length >> 16)).putShort((short) length);
  }

  @Override
  public void finish(int start, ByteBuffer out) {
    out.putInt(crc(out, start, out.position()));
  }

  private static int crc(ByteBuffer bytes, int start, int end) {
    CRC32 crc = new CRC32();
    crc.update(bytes.duplicate().limit(end).position(start));
    return (int) crc.getValue();
  }
}
