package dev.parley.frame;

import dev.parley.layer.ProtocolException;
import dev.parley.problem.FrameProblem;
import dev.parley.problem.Problem;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

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
    long announced = isVarint ? VarintDecoder.announced(in, null) : prefix.read(in, in.position());
    if (isVarint && announced == VarintDecoder.NOT_YET) {
      return false;
    }
    if (Long.compareUnsigned(announced, maxMessage) > 0) {
      Problem hint = Sniff.length(in, prefix, LengthFraming.CHARS, maxMessage);
      String length = Long.toUnsignedString(announced);
      long signed = prefix.signed(announced);
      throw signed < 0
          ? Bound.tooLarge(
              hint, FrameProblem.SIGNED_CHARACTER_LENGTH_TOO_LARGE, length, maxMessage, signed)
          : Bound.tooLarge(hint, FrameProblem.CHARACTER_LENGTH_TOO_LARGE, length, maxMessage);
    }
    width = isVarint ? VarintEncoder.width((int) announced) : prefix.width();
    body.begin((int) announced);
    return true;
  }

  @Override
  public @Nullable Problem looks(ByteBuffer in) {
    return Sniff.text(in);
  }

  @Override
  public int maxFrameBytes() {
    return prefix.width() + maxMessage;
  }
}
