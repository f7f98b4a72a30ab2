package dev.parley.problem;

import java.net.SocketTimeoutException;

/// Something did not happen in time.
public final class ProblemTimeoutException extends SocketTimeoutException implements HasProblem {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /// Creates an exception whose message is the problem's sentence.
  public ProblemTimeoutException(Problem problem) {
    super(problem.toString());
    this.problem = problem;
  }

  @Override
  public Problem problem() {
    return problem;
  }
}
