package dev.parley.frame;

import dev.parley.problem.FrameProblem;
import dev.parley.problem.InvalidValueException;
import java.nio.ByteBuffer;

/// An encoder that puts a length in characters before the message. The length is only known once
/// the message is there, so space is reserved for it.
record CharsEncoder(LengthFraming.Prefix prefix, int maxMessage) implements Encoder {
  @Override
  public int overhead() {
    return prefix.width();
  }

  @Override
  public void begin(int length, ByteBuffer out) {
    Bound.outgoing(length, maxMessage);
    out.position(out.position() + width(length));
  }

  /// There are at most as many characters as bytes, so a varint of their number may be shorter than
  /// the space reserved: the message is then moved to the front.
  @Override
  public void finish(int start, ByteBuffer out) {
    int length = out.position() - start;
    int count = Utf8.count(out, start, start + length);
    if (count < 0) {
      throw new InvalidValueException(FrameProblem.OUTGOING_NOT_UTF8);
    }
    if (count > prefix.largest()) {
      throw new InvalidValueException(
          FrameProblem.OUTGOING_CHARACTERS, count, prefix.width(), prefix.largest());
    }
    int at = start - width(length);
    int needed = width(count);
    if (at + needed < start) {
      out.put(at + needed, out, start, length);
    }
    out.position(at);
    if (prefix == LengthFraming.Prefix.VARINT) {
      VarintEncoder.put(count, out);
    } else {
      prefix.write(count, out);
    }
    out.position(at + needed + length);
  }

  private int width(int number) {
    return prefix == LengthFraming.Prefix.VARINT ? VarintEncoder.width(number) : prefix.width();
  }
}
