package dev.parley.frame;

import dev.parley.problem.FrameProblem;
import dev.parley.problem.InvalidValueException;
import java.nio.ByteBuffer;

/// Appends the delimiter to a message, after checking that the receiver will find it there and not
/// earlier.
record DelimiterEncoder(Delimiter delimiter, int maxMessage) implements Encoder {
  @Override
  public int overhead() {
    return delimiter.length();
  }

  @Override
  public void begin(int length, ByteBuffer out) {
    Bound.outgoing(length, maxMessage);
  }

  @Override
  public void finish(int start, ByteBuffer out) {
    int found = delimiter.search(out, start, out.position(), 0);
    if (found >= 0) {
      throw new InvalidValueException(FrameProblem.OUTGOING_DELIMITER);
    }
    int fits = ~found;
    for (int i = 0; i < delimiter.length() - 1; i++) {
      fits = delimiter.step(fits, delimiter.at(i));
      if (fits == delimiter.length()) {
        throw new InvalidValueException(FrameProblem.OUTGOING_DELIMITER_START);
      }
    }
    delimiter.putInto(out);
  }
}
