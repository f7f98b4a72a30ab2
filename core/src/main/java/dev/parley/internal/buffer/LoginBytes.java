package dev.parley.internal.buffer;

import dev.parley.layer.ProtocolException;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemCode;
import java.nio.ByteBuffer;

/// The fixed-length input that a login waits for.
public final class LoginBytes {
  private LoginBytes() {}

  /// Moves bytes from `wire` until `expected` is full.
  public static void fill(ByteBuffer expected, ByteBuffer wire) {
    BufferCopy.move(wire, Math.min(expected.remaining(), wire.remaining()), expected);
  }

  /// Returns the fault of a peer that ended its stream before `expected` was full.
  ///
  /// @param code a code whose parameters are the bytes received, the bytes expected, and `what`
  public static ProtocolException ended(ProblemCode code, ByteBuffer expected, Object what) {
    return new ProtocolException(
        ProtocolException.Fault.LOGIN,
        Problem.of(code, expected.position(), expected.capacity(), what));
  }
}
