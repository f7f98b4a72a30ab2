package dev.parley.problem;

import java.net.UnknownHostException;

/// A host name has no address.
public final class ProblemUnknownHostException extends UnknownHostException implements HasProblem {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /// Creates an exception whose message is the problem's sentence.
  public ProblemUnknownHostException(Problem problem) {
    super(problem.toString());
    this.problem = problem;
  }

  @Override
  public Problem problem() {
    return problem;
  }
}
