package dev.parley.problem;

import org.jspecify.annotations.Nullable;

/// This Java runtime lacks an algorithm or a protocol that was asked for, or cannot use it.
public final class UnsupportedByRuntimeException extends IllegalStateException
    implements HasProblem {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /// Creates an exception whose message is the problem's sentence; `cause` is null if there is
  /// none.
  public UnsupportedByRuntimeException(Problem problem, @Nullable Throwable cause) {
    super(problem.toString(), cause);
    this.problem = problem;
  }

  @Override
  public Problem problem() {
    return problem;
  }
}
