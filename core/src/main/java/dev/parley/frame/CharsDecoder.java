package dev.parley.frame;

import dev.parley.layer.ProtocolException;
import java.nio.ByteBuffer;

/// A decoder for a length in characters, followed by that many UTF-8 characters. Remembers how far
/// it has counted.
///
/// ```
///   | length: 1, 2, 4 or 8 bytes, unsigned, or a varint | length characters of 1 to 4 bytes |
/// ```
final class CharsDecoder implements Decoder {
  private final LengthFraming.Prefix prefix;
  private final int maxMessage;
  private final CharCount body;

  /// The size of the length field in bytes; 0 until it is complete.
  private int width;

  /// The number of message bytes counted so far.
  private int counted;

  CharsDecoder(LengthFraming.Prefix prefix, int maxMessage) {
    this.prefix = prefix;
    this.maxMessage = maxMessage;
    this.body = new CharCount(maxMessage);
  }

  @Override
  public boolean decode(ByteBuffer in, Message view) throws ProtocolException {
    if (width == 0 && !takeLength(in)) {
      return false;
    }
    int start = in.position() + width;
    int end = body.take(in, start + counted, in.limit());
    counted = end - start;
    if (body.left() > 0) {
      return false;
    }
    in.position(end);
    view.show(in, start, counted);
    width = 0;
    counted = 0;
    return true;
  }

  private boolean takeLength(ByteBuffer in) throws ProtocolException {
    boolean isVarint = prefix == LengthFraming.Prefix.VARINT;
    if (!isVarint && in.remaining() < prefix.width()) {
      return false;
    }
    long announced = isVarint ? VarintDecoder.announced(in, "") : prefix.read(in, in.position());
    if (isVarint && announced == VarintDecoder.NOT_YET) {
      return false;
    }
    if (Long.compareUnsigned(announced, maxMessage) > 0) {
      throw Bound.tooLarge(
          "length of "
              + Long.toUnsignedString(announced)
              + prefix.signed(announced)
              + " characters",
          maxMessage,
          Sniff.length(in, prefix, LengthFraming.CHARS, maxMessage));
    }
    width = isVarint ? VarintEncoder.width((int) announced) : prefix.width();
    body.begin((int) announced);
    return true;
  }

  @Override
  public String looks(ByteBuffer in) {
    return Sniff.text(in);
  }

  @Override
  public int maxFrameBytes() {
    return prefix.width() + maxMessage;
  }
}
