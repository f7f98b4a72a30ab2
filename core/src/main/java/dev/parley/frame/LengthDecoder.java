package dev.parley.frame;

import dev.parley.layer.ProtocolException;
import dev.parley.problem.FrameProblem;
import dev.parley.problem.Problem;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A decoder for a length of fixed width, followed by that many bytes.
///
/// ```
///   | length: 1, 2, 4 or 8 bytes, unsigned | length bytes |
/// ```
final class LengthDecoder implements Decoder {
  private final LengthFraming.Prefix prefix;
  private final int maxMessage;

  /// How the previous message ended, see [Utf8#tail]. Used only for an error message, so kept only
  /// if that message may end inside a character.
  private int tail;

  LengthDecoder(LengthFraming.Prefix prefix, int maxMessage) {
    this.prefix = prefix;
    this.maxMessage = maxMessage;
  }

  @Override
  public boolean decode(ByteBuffer in, Message view) throws ProtocolException {
    int width = prefix.width();
    if (in.remaining() < width) {
      return false;
    }
    int start = in.position();
    long announced = prefix.read(in, start);
    if (Long.compareUnsigned(announced, maxMessage) > 0) {
      throw tooLarge(announced, in);
    }
    int length = (int) announced;
    if (in.remaining() - width < length) {
      return false;
    }
    int end = start + width + length;
    in.position(end);
    view.show(in, start + width, length);
    tail = length > 0 && in.get(end - 1) < 0 ? Utf8.tail(0, in, start + width, end) : 0;
    return true;
  }

  /// Text misread as a short length ends inside a frame, so its bytes are checked too.
  @Override
  public @Nullable Problem looks(ByteBuffer in) {
    Problem counted = counted(in);
    return counted == null ? Sniff.text(in) : counted;
  }

  @Override
  public int maxFrameBytes() {
    return prefix.width() + maxMessage;
  }

  private ProtocolException tooLarge(long announced, ByteBuffer in) {
    Problem counted = counted(in);
    Problem hint = counted == null ? Sniff.length(in, prefix, "", maxMessage) : counted;
    String length = Long.toUnsignedString(announced);
    long signed = prefix.signed(announced);
    return signed < 0
        ? Bound.tooLarge(hint, FrameProblem.SIGNED_LENGTH_TOO_LARGE, length, maxMessage, signed)
        : Bound.tooLarge(hint, FrameProblem.LENGTH_TOO_LARGE, length, maxMessage);
  }

  private @Nullable Problem counted(ByteBuffer in) {
    return Sniff.characters(tail, in, "length:" + prefix.text() + LengthFraming.CHARS);
  }
}
