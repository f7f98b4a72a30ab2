package dev.parley.problem;

/// A value that the caller gave is not allowed: the caller's fault. Thrown where the value is
/// given.
public final class InvalidValueException extends IllegalArgumentException implements HasProblem {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /// Creates an exception whose message is the problem's sentence.
  public InvalidValueException(Problem problem) {
    super(problem.toString());
    this.problem = problem;
  }

  /// Creates an exception whose message is the problem's sentence, with the exception that showed
  /// it.
  public InvalidValueException(Problem problem, Throwable cause) {
    super(problem.toString(), cause);
    this.problem = problem;
  }

  /// Creates an exception of a problem with `parameters`.
  public InvalidValueException(ProblemCode code, Object... parameters) {
    this(Problem.of(code, parameters));
  }

  @Override
  public Problem problem() {
    return problem;
  }
}
