package dev.parley.frame;

import static dev.parley.frame.LineFraming.CR;
import static dev.parley.frame.LineFraming.LF;

import dev.parley.layer.ProtocolException;
import dev.parley.problem.FrameProblem;
import java.nio.ByteBuffer;

/// A decoder for strict lines, which end in CR LF and contain neither byte alone. A CR that is the
/// last byte so far may still be the first half of a line end. Remembers how far it has searched.
///
/// ```
///   at most   maxMessage bytes   CR  LF
///   index     0 … max-1         max  max+1
/// ```
final class CrlfDecoder implements Decoder {
  private final int maxMessage;
  private int scanned;

  CrlfDecoder(int maxMessage) {
    this.maxMessage = maxMessage;
  }

  @Override
  public boolean decode(ByteBuffer in, Message view) throws ProtocolException {
    int start = in.position();
    int there = Math.min(in.remaining(), maxMessage + 1);
    int at = ByteScan.indexOfEither(in, start + scanned, start + there, CR, LF);
    if (at < 0) {
      if (there > maxMessage) {
        throw Bound.tooLarge(Sniff.protocol(in), FrameProblem.LINE_TOO_LARGE, there, maxMessage);
      }
      scanned = there;
      return false;
    }
    int length = at - start;
    if (in.get(at) == LF) {
      throw bare("LF", length, in);
    }
    if (at + 1 == in.limit()) {
      scanned = length;
      return false;
    }
    if (in.get(at + 1) != LF) {
      throw bare("CR", length, in);
    }
    scanned = 0;
    in.position(at + 2);
    view.show(in, start, length);
    return true;
  }

  @Override
  public int maxFrameBytes() {
    return maxMessage + 2;
  }

  private static ProtocolException bare(String what, int index, ByteBuffer in) {
    return Bound.malformed(Sniff.protocol(in), FrameProblem.BARE_LINE_END, what, index);
  }
}
