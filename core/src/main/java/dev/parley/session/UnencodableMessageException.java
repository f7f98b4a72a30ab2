package dev.parley.session;

import dev.parley.problem.HasProblem;
import dev.parley.problem.Problem;

/// The framing or the datagram cannot carry a message: it is too large, empty, or contains the
/// delimiter. Nothing of it was sent.
///
/// It is the caller's fault if the message is its own. A service that derives its answers from its
/// peers' messages may let it propagate; the session then ends with [CloseReason#UNCARRIABLE].
public final class UnencodableMessageException extends IllegalArgumentException
    implements HasProblem {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /// Creates an exception whose message is the problem's sentence.
  public UnencodableMessageException(Problem problem) {
    super(problem.toString());
    this.problem = problem;
  }

  @Override
  public Problem problem() {
    return problem;
  }
}
