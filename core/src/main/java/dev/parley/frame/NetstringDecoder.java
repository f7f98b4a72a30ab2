package dev.parley.frame;

import dev.parley.layer.ProtocolException;
import dev.parley.problem.FrameProblem;
import java.nio.ByteBuffer;

/// A decoder for netstrings. Keeps no state between calls: a length within the limit has at most 10
/// digits to read again.
///
/// ```
///   | length: ASCII digits | : | length bytes | , |
/// ```
record NetstringDecoder(int maxMessage) implements Decoder {
  @Override
  public boolean decode(ByteBuffer in, Message view) throws ProtocolException {
    int start = in.position();
    int limit = in.limit();
    long announced = 0;
    for (int at = start; at < limit; at++) {
      byte b = in.get(at);
      if (b == ':' && at > start) {
        return body(in, view, at + 1, (int) announced);
      }
      if (!Decimal.isDigit(b)) {
        throw Bound.malformed(Sniff.text(in), FrameProblem.NETSTRING_NO_DIGIT);
      }
      if (announced == 0 && at > start) {
        throw Bound.malformed(null, FrameProblem.NETSTRING_LEADING_ZERO);
      }
      announced = announced * 10 + (b - '0');
      if (announced > maxMessage) {
        throw Bound.tooLarge(null, FrameProblem.NETSTRING_TOO_LARGE, announced, maxMessage);
      }
    }
    return false;
  }

  private static boolean body(ByteBuffer in, Message view, int start, int length)
      throws ProtocolException {
    int comma = start + length;
    if (in.limit() - start <= length) {
      return false;
    }
    if (in.get(comma) != ',') {
      throw Bound.malformed(null, FrameProblem.NETSTRING_NO_COMMA, length);
    }
    in.position(comma + 1);
    view.show(in, start, length);
    return true;
  }

  @Override
  public int maxFrameBytes() {
    return Decimal.digits(maxMessage) + 1 + maxMessage + 1;
  }
}
