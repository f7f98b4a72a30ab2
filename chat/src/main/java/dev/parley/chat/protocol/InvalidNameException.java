package dev.parley.chat.protocol;

import dev.parley.problem.HasProblem;
import dev.parley.problem.Problem;

/// A text is not a name of a member or a room: the fault of whoever has chosen it.
///
/// Has no stack trace: a peer can cause any number of these.
public final class InvalidNameException extends Exception implements HasProblem {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  InvalidNameException(Problem problem) {
    super(null, null, false, false);
    this.problem = problem;
  }

  InvalidNameException(NameProblem code, Object... parameters) {
    this(Problem.of(code, parameters));
  }

  @Override
  public Problem problem() {
    return problem;
  }

  /// Returns the problem's sentence, for whoever has chosen the name. It may quote a character of
  /// it, safe to print.
  @Override
  public String getMessage() {
    return problem.toString();
  }
}
