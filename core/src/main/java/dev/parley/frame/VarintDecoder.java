package dev.parley.frame;

import dev.parley.layer.ProtocolException;
import java.nio.ByteBuffer;

/// A decoder for a varint length, followed by that many bytes. At most 5 bytes of a length are read
/// again.
///
/// ```
///   1xxxxxxx  1xxxxxxx  … 0xxxxxxx | length bytes
///   bits 0-6  bits 7-13             at most 5 bytes; the last is not 00 unless it is the only one
/// ```
final class VarintDecoder implements Decoder {
  /// Returned for a length that is incomplete.
  static final long NOT_YET = -1;

  private static final int WIDEST = 5;

  private final int maxMessage;

  /// How the previous message ended, see [Utf8#tail].
  private int tail;

  VarintDecoder(int maxMessage) {
    this.maxMessage = maxMessage;
  }

  @Override
  public boolean decode(ByteBuffer in, Message view) throws ProtocolException {
    long announced = announced(in, counted(in));
    if (announced == NOT_YET) {
      return false;
    }
    if (announced > maxMessage) {
      String counted = counted(in);
      throw Bound.tooLarge(
          "length " + announced, maxMessage, counted.isEmpty() ? Sniff.text(in) : counted);
    }
    int length = (int) announced;
    int width = VarintEncoder.width(length);
    if (in.remaining() - width < length) {
      return false;
    }
    int start = in.position() + width;
    int end = start + length;
    in.position(end);
    view.show(in, start, length);
    tail = length > 0 && in.get(end - 1) < 0 ? Utf8.tail(0, in, start, end) : 0;
    return true;
  }

  /// Returns the length at the position of `in`, or [#NOT_YET].
  ///
  /// @param looks the end of the sentence of a fault
  static long announced(ByteBuffer in, String looks) throws ProtocolException {
    int start = in.position();
    int there = in.remaining();
    long announced = 0;
    for (int width = 1; width <= WIDEST; width++) {
      if (width > there) {
        return NOT_YET;
      }
      byte group = in.get(start + width - 1);
      announced |= (group & 0x7fL) << (7 * (width - 1));
      if (width > 1 && group == 0) {
        throw Bound.malformed("varint length that is not the shortest form of " + announced, looks);
      }
      if (group >= 0) {
        return announced;
      }
    }
    throw Bound.malformed(
        "varint length of more than " + WIDEST + " bytes",
        looks.isEmpty() ? Sniff.protocol(in) : looks);
  }

  private String counted(ByteBuffer in) {
    return tail == 0 ? "" : Sniff.characters(tail, in, "length:varint" + LengthFraming.CHARS);
  }

  @Override
  public String looks(ByteBuffer in) {
    String counted = counted(in);
    return counted.isEmpty() ? Sniff.text(in) : counted;
  }

  @Override
  public int maxFrameBytes() {
    return WIDEST + maxMessage;
  }
}
