package dev.parley.testing;

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

/// A framing as a user of the library writes it.
///
/// ```
///   'P' 'Y' | length: 3 bytes | length bytes | CRC32 of them: 4 bytes
/// ```
public record CrcFraming(int maxMessage) implements Framing {
  private static final short MAGIC = 0x5059;
  private static final int HEAD = 5;
  private static final int OVERHEAD = HEAD + Integer.BYTES;

  public CrcFraming {
    maxMessage = Math.min(Framing.checkMaximum(maxMessage), 0xff_ffff);
  }

  @Override
  public Framing withMaxMessage(int bytes) {
    return new CrcFraming(bytes);
  }

  @Override
  public Decoder decoder() {
    return new Receiving(maxMessage);
  }

  @Override
  public Encoder encoder() {
    return new Sending(maxMessage);
  }

  @Override
  public String toString() {
    return "crc";
  }

  private static int crc(ByteBuffer bytes, int start, int end) {
    CRC32 crc = new CRC32();
    crc.update(bytes.duplicate().limit(end).position(start));
    return (int) crc.getValue();
  }

  private record Receiving(int maxMessage) implements Decoder {
    @Override
    public boolean decode(ByteBuffer in, Message view) throws ProtocolException {
      int start = in.position();
      if (in.remaining() >= 2 && in.getShort(start) != MAGIC) {
        throw new ProtocolException(Fault.MALFORMED, "a frame that does not begin with PY");
      }
      if (in.remaining() < HEAD) {
        return false;
      }
      int length = in.getInt(start + 1) & 0xff_ffff;
      if (length > maxMessage) {
        throw new ProtocolException(
            Fault.TOO_LARGE, Problem.of(FrameProblem.LENGTH_TOO_LARGE, length, maxMessage));
      }
      if (in.remaining() < OVERHEAD + length) {
        return false;
      }
      int end = start + HEAD + length;
      if (in.getInt(end) != crc(in, start + HEAD, end)) {
        throw new ProtocolException(Fault.MALFORMED, "a frame whose checksum is wrong");
      }
      in.position(end + Integer.BYTES);
      view.show(in, start + HEAD, length);
      return true;
    }

    @Override
    public int maxFrameBytes() {
      return OVERHEAD + maxMessage;
    }
  }

  private record Sending(int maxMessage) implements Encoder {
    @Override
    public int overhead() {
      return OVERHEAD;
    }

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
  }
}
