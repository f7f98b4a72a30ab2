package dev.parley.frame;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A netstring. Keeps nothing between calls: a length within the limit has at most 10 digits to
/// read again.
///
/// ```
///   | length: ASCII digits | : | length bytes | , |
/// ```
record NetstringDecoder(int maxMessage) implements Decoder {
  @Override
  public @Nullable Message decode(ByteBuffer in) throws ProtocolException {
    int start = in.position();
    int limit = in.limit();
    long announced = 0;
    for (int at = start; at < limit; at++) {
      byte b = in.get(at);
      if (b == ':' && at > start) {
        return body(in, at + 1, (int) announced);
      }
      if (!Decimal.isDigit(b)) {
        throw Bound.malformed("netstring length with a byte that is no digit", Sniff.text(in));
      }
      if (announced == 0 && at > start) {
        throw Bound.malformed("netstring length with a leading zero", "");
      }
      announced = announced * 10 + (b - '0');
      if (announced > maxMessage) {
        throw Bound.tooLarge("netstring length of at least " + announced, maxMessage, "");
      }
    }
    return null;
  }

  private static @Nullable Message body(ByteBuffer in, int start, int length)
      throws ProtocolException {
    int comma = start + length;
    if (in.limit() - start <= length) {
      return null;
    }
    if (in.get(comma) != ',') {
      throw Bound.malformed("netstring of " + length + " bytes without the comma behind them", "");
    }
    in.position(comma + 1);
    return Message.view(in, start, length);
  }

  @Override
  public int most() {
    return Decimal.digits(maxMessage) + 1 + maxMessage + 1;
  }
}
