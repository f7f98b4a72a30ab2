package dev.parley.frame;

import dev.parley.layer.ProtocolException;
import dev.parley.problem.FramingProblem;
import dev.parley.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A decoder that checks another author's: where it leaves the position, what it shows, and that it
/// does not wait for more than it said it would.
///
/// Only the methods that decode throw. What goes wrong in the others, which are asked between
/// messages, is thrown by the next one that decodes.
final class CheckedDecoder implements Decoder {
  private final Framing framing;
  private final Decoder decoder;
  private final int maxMessage;
  private final int maxFrameBytes;
  private @Nullable BrokenFramingException failure;

  CheckedDecoder(Framing framing) {
    this.framing = framing;
    this.maxMessage = framing.maxMessage();
    Decoder own = NOTHING;
    int most = 1;
    try {
      own = Objects.requireNonNull(framing.decoder(), "decoder");
      most = Math.clamp(own.maxFrameBytes(), 1, CheckedFraming.LARGEST_FRAME);
    } catch (RuntimeException e) {
      failed(e);
    }
    this.decoder = own;
    this.maxFrameBytes = most;
  }

  /// Stands in for a decoder that could not be made.
  private static final Decoder NOTHING =
      new Decoder() {
        @Override
        public boolean decode(ByteBuffer in, Message view) {
          return false;
        }

        @Override
        public int maxFrameBytes() {
          return 1;
        }
      };

  private interface Step {
    boolean run(ByteBuffer in, Message view) throws ProtocolException;
  }

  @Override
  public boolean decode(ByteBuffer in, Message view) throws ProtocolException {
    boolean isWhole = checked(decoder::decode, in, view);
    if (!isWhole && in.remaining() >= maxFrameBytes) {
      throw broken(FramingProblem.DECODER_WAITS, framing, maxFrameBytes);
    }
    return isWhole;
  }

  @Override
  public boolean silent(ByteBuffer in, Message view) throws ProtocolException {
    return checked(decoder::silent, in, view);
  }

  @Override
  public boolean end(ByteBuffer in, Message view) throws ProtocolException {
    rethrow();
    int from = in.position();
    int limit = in.limit();
    boolean isMessage;
    try {
      isMessage = decoder.end(in.order(ByteOrder.BIG_ENDIAN), view);
    } catch (RuntimeException e) {
      throw threw(e);
    }
    if (isMessage) {
      checkView(in, view, from, limit);
    }
    return isMessage;
  }

  @Override
  public boolean cut(ByteBuffer in, Message view) {
    int from = in.position();
    int limit = in.limit();
    try {
      boolean isMessage = decoder.cut(in.order(ByteOrder.BIG_ENDIAN), view);
      if (isMessage) {
        checkView(in, view, from, limit);
      }
      return isMessage;
    } catch (RuntimeException e) {
      failed(e); // the connection has failed: nothing decodes any more
      return false;
    }
  }

  @Override
  public @Nullable Problem looks(ByteBuffer in) {
    try {
      return decoder.looks(in.order(ByteOrder.BIG_ENDIAN));
    } catch (RuntimeException e) {
      failed(e);
      return null;
    }
  }

  @Override
  public long silenceNanos() {
    try {
      return Math.max(decoder.silenceNanos(), 0);
    } catch (RuntimeException e) {
      failed(e);
      return 0;
    }
  }

  @Override
  public @Nullable Framing settled() {
    try {
      return decoder.settled();
    } catch (RuntimeException e) {
      failed(e);
      return null;
    }
  }

  @Override
  public int maxFrameBytes() {
    return maxFrameBytes;
  }

  private boolean checked(Step step, ByteBuffer in, Message view) throws ProtocolException {
    rethrow();
    int from = in.position();
    int limit = in.limit();
    boolean isMessage;
    try {
      isMessage = step.run(in.order(ByteOrder.BIG_ENDIAN), view);
    } catch (RuntimeException e) {
      throw threw(e);
    }
    int to = in.position();
    if (in.limit() != limit || (isMessage ? to <= from : to != from)) {
      throw broken(FramingProblem.DECODER_POSITION, framing, to - from, limit - from);
    }
    if (isMessage) {
      checkView(in, view, from, to);
    }
    return isMessage;
  }

  private void checkView(ByteBuffer in, Message view, int from, int to) {
    if (!view.isIn(in, from, to)) {
      throw broken(FramingProblem.DECODER_VIEW, framing);
    }
    if (view.length() > maxMessage) {
      throw broken(FramingProblem.DECODER_TOO_LARGE, framing, view.length(), maxMessage);
    }
  }

  private void rethrow() {
    if (failure != null) {
      throw failure;
    }
  }

  private void failed(RuntimeException cause) {
    failure = threw(cause);
  }

  private BrokenFramingException threw(RuntimeException cause) {
    return new BrokenFramingException(
        Problem.of(FramingProblem.THREW, framing.toString(), cause.getClass().getName()), cause);
  }

  private static BrokenFramingException broken(
      FramingProblem code, Framing framing, Object... values) {
    Object[] all = new Object[values.length + 1];
    all[0] = framing.toString();
    System.arraycopy(values, 0, all, 1, values.length);
    return new BrokenFramingException(Problem.of(code, all), null);
  }
}
