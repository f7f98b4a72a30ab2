package dev.parley.frame;

import dev.parley.layer.ProtocolException;
import java.nio.ByteBuffer;

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
  public String looks(ByteBuffer in) {
    String counted = counted(in);
    return counted.isEmpty() ? Sniff.text(in) : counted;
  }

  @Override
  public int maxFrameBytes() {
    return prefix.width() + maxMessage;
  }

  private ProtocolException tooLarge(long announced, ByteBuffer in) {
    String counted = counted(in);
    return Bound.tooLarge(
        "length " + Long.toUnsignedString(announced) + prefix.signed(announced),
        maxMessage,
        counted.isEmpty() ? Sniff.length(in, prefix, "", maxMessage) : counted);
  }

  private String counted(ByteBuffer in) {
    return Sniff.characters(tail, in, "length:" + prefix.text() + LengthFraming.CHARS);
  }
}
