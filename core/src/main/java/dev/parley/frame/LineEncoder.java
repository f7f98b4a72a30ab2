package dev.parley.frame;

import static dev.parley.frame.LineFraming.CR;
import static dev.parley.frame.LineFraming.LF;

import dev.parley.problem.FrameProblem;
import dev.parley.problem.InvalidValueException;
import java.nio.ByteBuffer;

/// An encoder for lines: appends LF to a message, or CR LF if lines are strict or it ends in CR.
record LineEncoder(boolean crlf, int maxMessage) implements Encoder {
  @Override
  public int overhead() {
    return 2;
  }

  @Override
  public void begin(int length, ByteBuffer out) {
    Bound.outgoing(length, maxMessage);
  }

  @Override
  public void finish(int start, ByteBuffer out) {
    int end = out.position();
    if (crlf && ByteScan.indexOfEither(out, start, end, CR, LF) >= 0) {
      throw new InvalidValueException(FrameProblem.OUTGOING_CR_OR_LF);
    }
    if (ByteScan.indexOf(out, start, end, LF) >= 0) {
      throw new InvalidValueException(FrameProblem.OUTGOING_LF);
    }
    if (crlf || (end > start && out.get(end - 1) == CR)) {
      out.put(CR);
    }
    out.put(LF);
  }
}
