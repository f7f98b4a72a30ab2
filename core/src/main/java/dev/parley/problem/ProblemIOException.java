package dev.parley.problem;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// An input or output operation on a file or the network failed.
public final class ProblemIOException extends IOException implements HasProblem {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /// Creates an exception whose message is the problem's sentence; `cause` is null if there is
  /// none.
  public ProblemIOException(Problem problem, @Nullable Throwable cause) {
    super(problem.toString(), cause);
    this.problem = problem;
  }

  /// Creates an exception without a cause, of a problem with `parameters`.
  public ProblemIOException(ProblemCode code, Object... parameters) {
    this(Problem.of(code, parameters), null);
  }

  @Override
  public Problem problem() {
    return problem;
  }
}
