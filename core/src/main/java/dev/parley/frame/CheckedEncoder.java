package dev.parley.frame;

import dev.parley.problem.FramingProblem;
import dev.parley.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// An encoder that checks another author's: how much it writes, and that `out` is as before where
/// it refuses a message.
///
/// @param framing the text form of the framing
record CheckedEncoder(String framing, Encoder encoder, int overhead) implements Encoder {
  static CheckedEncoder of(Framing framing) {
    Encoder encoder = framing.encoder();
    int overhead = Math.clamp(encoder.overhead(), 0, Framing.LARGEST_OVERHEAD);
    return new CheckedEncoder(framing.toString(), encoder, overhead);
  }

  @Override
  public void begin(int length, ByteBuffer out) {
    int from = out.position();
    int limit = out.limit();
    boolean isBegun = false;
    try {
      encoder.begin(length, out.order(ByteOrder.BIG_ENDIAN));
      check(out, from, from, limit);
      isBegun = true;
    } catch (IllegalArgumentException | BrokenFramingException e) {
      throw e;
    } catch (RuntimeException e) {
      throw threw(e);
    } finally {
      if (!isBegun) {
        out.limit(limit).position(from);
      }
    }
  }

  @Override
  public void finish(int start, ByteBuffer out) {
    int end = out.position();
    int limit = out.limit();
    boolean isFinished = false;
    try {
      encoder.finish(start, out.order(ByteOrder.BIG_ENDIAN));
      check(out, Math.max(end - overhead, 0), end, limit);
      isFinished = true;
    } catch (IllegalArgumentException | BrokenFramingException e) {
      throw e;
    } catch (RuntimeException e) {
      throw threw(e);
    } finally {
      if (!isFinished) {
        out.limit(limit);
      }
    }
  }

  /// Checks the position after a call; `end` is where it was, and `least` the least it may be.
  private void check(ByteBuffer out, int least, int end, int limit) {
    int to = out.position();
    if (out.limit() != limit || to < least || to > end + overhead) {
      throw new BrokenFramingException(
          Problem.of(FramingProblem.ENCODER_POSITION, framing, to - end, overhead), null);
    }
  }

  private BrokenFramingException threw(RuntimeException cause) {
    return new BrokenFramingException(
        Problem.of(FramingProblem.THREW, framing, cause.getClass().getName()), cause);
  }
}
