package dev.parley.frame;

import dev.parley.layer.ProtocolException;
import dev.parley.problem.FrameProblem;
import dev.parley.problem.Problem;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

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
      Problem counted = counted(in);
      throw Bound.tooLarge(
          counted == null ? Sniff.text(in) : counted,
          FrameProblem.LENGTH_TOO_LARGE,
          announced,
          maxMessage);
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
  /// @param hint what the bytes look like, null if nothing is known
  static long announced(ByteBuffer in, @Nullable Problem hint) throws ProtocolException {
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
        throw Bound.malformed(hint, FrameProblem.VARINT_NOT_SHORTEST, announced);
      }
      if (group >= 0) {
        return announced;
      }
    }
    throw Bound.malformed(
        hint == null ? Sniff.protocol(in) : hint, FrameProblem.VARINT_TOO_LONG, WIDEST);
  }

  private @Nullable Problem counted(ByteBuffer in) {
    return tail == 0 ? null : Sniff.characters(tail, in, "length:varint" + LengthFraming.CHARS);
  }

  @Override
  public @Nullable Problem looks(ByteBuffer in) {
    Problem counted = counted(in);
    return counted == null ? Sniff.text(in) : counted;
  }

  @Override
  public int maxFrameBytes() {
    return WIDEST + maxMessage;
  }
}
