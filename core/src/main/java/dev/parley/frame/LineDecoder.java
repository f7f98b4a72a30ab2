package dev.parley.frame;

import static dev.parley.frame.LineFraming.CR;
import static dev.parley.frame.LineFraming.LF;

import dev.parley.layer.ProtocolException;
import dev.parley.problem.FrameProblem;
import java.nio.ByteBuffer;

/// A decoder for lenient lines: LF ends a line, and a CR before it is dropped. Remembers how far it
/// has searched, so that a line that arrives byte by byte costs no more than one that arrives at
/// once.
///
/// ```
///   at most   maxMessage bytes   CR  LF
///   index     0 … max-1         max  max+1
/// ```
///
/// Byte `max` may only be LF or the CR before it; with anything else there the line is too long,
/// whatever follows.
final class LineDecoder implements Decoder {
  private final int maxMessage;
  private int scanned;

  LineDecoder(int maxMessage) {
    this.maxMessage = maxMessage;
  }

  @Override
  public boolean decode(ByteBuffer in, Message view) throws ProtocolException {
    int start = in.position();
    int there = Math.min(in.remaining(), maxFrameBytes());
    int lf = ByteScan.indexOf(in, start + scanned, start + there, LF);
    if (lf < 0) {
      if (there == maxFrameBytes() || (there > maxMessage && in.get(start + maxMessage) != CR)) {
        throw tooLarge(in);
      }
      scanned = there;
      return false;
    }
    int length = lf - start;
    if (length > 0 && in.get(lf - 1) == CR) {
      length--;
    }
    if (length > maxMessage) {
      throw tooLarge(in);
    }
    scanned = 0;
    in.position(lf + 1);
    view.show(in, start, length);
    return true;
  }

  @Override
  public boolean end(ByteBuffer in, Message view) throws ProtocolException {
    if (!in.hasRemaining()) {
      return false;
    }
    int start = in.position();
    int length = in.remaining();
    if (length > maxMessage) { // the CR turned out to be part of the line
      throw tooLarge(in);
    }
    scanned = 0;
    in.position(in.limit());
    view.show(in, start, length);
    return true;
  }

  @Override
  public int maxFrameBytes() {
    return maxMessage + 2;
  }

  private ProtocolException tooLarge(ByteBuffer in) {
    return Bound.tooLarge(
        Sniff.protocol(in), FrameProblem.LINE_TOO_LARGE, maxMessage + 1, maxMessage);
  }
}
