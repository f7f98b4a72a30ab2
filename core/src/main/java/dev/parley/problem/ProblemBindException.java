package dev.parley.problem;

import java.net.BindException;

/// A socket could not be bound.
public final class ProblemBindException extends BindException implements HasProblem {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /// Creates an exception whose message is the problem's sentence.
  public ProblemBindException(Problem problem) {
    super(problem.toString());
    this.problem = problem;
  }

  @Override
  public Problem problem() {
    return problem;
  }
}
