package dev.parley.problem;

import java.net.ConnectException;

/// A connection could not be made.
public final class ProblemConnectException extends ConnectException implements HasProblem {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /// Creates an exception whose message is the problem's sentence.
  public ProblemConnectException(Problem problem) {
    super(problem.toString());
    this.problem = problem;
  }

  @Override
  public Problem problem() {
    return problem;
  }
}
