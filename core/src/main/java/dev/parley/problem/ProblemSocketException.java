package dev.parley.problem;

import java.net.SocketException;

/// A socket cannot be used as asked.
public final class ProblemSocketException extends SocketException implements HasProblem {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /// Creates an exception whose message is the problem's sentence.
  public ProblemSocketException(Problem problem) {
    super(problem.toString());
    this.problem = problem;
  }

  @Override
  public Problem problem() {
    return problem;
  }
}
