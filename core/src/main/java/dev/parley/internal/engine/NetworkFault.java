package dev.parley.internal.engine;

import dev.parley.internal.posix.SystemError;
import dev.parley.problem.Problem;
import dev.parley.problem.SessionProblem;
import dev.parley.session.CloseReason;
import java.io.IOException;
import java.net.PortUnreachableException;

/// The meaning of a socket's failure.
public record NetworkFault(CloseReason reason, Problem problem) {
  /// Classifies a failure. One that is not recognised counts as a failed network.
  static NetworkFault of(IOException cause) {
    if (cause instanceof PortUnreachableException) {
      return new NetworkFault(CloseReason.UNREACHABLE, Problem.of(SessionProblem.UNREACHABLE));
    }
    String text = cause.getMessage();
    if (SystemError.RESET.isIn(text) || SystemError.BROKEN_PIPE.isIn(text)) {
      return new NetworkFault(CloseReason.PEER_RESET, Problem.of(SessionProblem.PEER_RESET));
    }
    if (SystemError.TIMED_OUT.isIn(text)) {
      return new NetworkFault(CloseReason.NETWORK_FAILED, Problem.of(SessionProblem.PEER_VANISHED));
    }
    return new NetworkFault(CloseReason.NETWORK_FAILED, problem(cause));
  }

  /// Returns the problem of `cause`: most often the system's message, or the exception's class name
  /// if it has no message.
  public static Problem problem(IOException cause) {
    String text = cause.getMessage();
    return text == null || text.isEmpty()
        ? Problem.text(cause.getClass().getSimpleName())
        : Problem.of(cause);
  }
}
