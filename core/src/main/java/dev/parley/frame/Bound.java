package dev.parley.frame;

import dev.parley.layer.ProtocolException;
import dev.parley.problem.FrameProblem;
import dev.parley.problem.FramingProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.Problem;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Size checks against `maxMessage`, in one place so that all framings use the same messages.
final class Bound {
  private Bound() {}

  /// Returns `bytes` if it is a valid maximum of a framing.
  static int maximum(int bytes) {
    if (bytes < 1 || bytes > Framing.LARGEST_MESSAGE) {
      throw new InvalidValueException(FramingProblem.MAX_MESSAGE, bytes, Framing.LARGEST_MESSAGE);
    }
    return bytes;
  }

  /// Rejects an outgoing message that the same framing would reject when received.
  static void outgoing(int length, int maxMessage) {
    if (length < 0 || length > maxMessage) {
      throw new InvalidValueException(FrameProblem.OUTGOING_TOO_LARGE, length, maxMessage);
    }
  }

  /// Returns the fault for a message over the limit.
  ///
  /// @param hint what the bytes look like, null if nothing is known
  static ProtocolException tooLarge(@Nullable Problem hint, FrameProblem code, Object... values) {
    return new ProtocolException(
        ProtocolException.Fault.TOO_LARGE, Problem.of(code, values).withHint(hint));
  }

  /// Returns the fault for a stream that ended inside a frame, whose bytes so far are those of
  /// `in`.
  static ProtocolException truncated(ByteBuffer in, @Nullable Problem hint) {
    return new ProtocolException(
        ProtocolException.Fault.TRUNCATED,
        Problem.of(FrameProblem.TRUNCATED, in.remaining()).withHint(hint));
  }

  /// Returns the fault for bytes that the framing does not allow.
  ///
  /// @param hint what the bytes look like, null if nothing is known
  static ProtocolException malformed(@Nullable Problem hint, FrameProblem code, Object... values) {
    return new ProtocolException(
        ProtocolException.Fault.MALFORMED, Problem.of(code, values).withHint(hint));
  }
}
