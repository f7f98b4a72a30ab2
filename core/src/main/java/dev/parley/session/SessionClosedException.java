package dev.parley.session;

import dev.parley.problem.HasProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.SessionProblem;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The session has ended, so nothing can be sent or received any more.
public final class SessionClosedException extends IOException implements HasProblem {
  private static final long serialVersionUID = 1L;

  private final CloseReason reason;

  private final transient Problem problem;

  /// Creates the exception; if `problem` is null, the message is made from the reason.
  public SessionClosedException(CloseReason reason, @Nullable Problem problem) {
    this(problem == null ? Problem.of(SessionProblem.ENDED, reason) : problem, reason);
  }

  private SessionClosedException(Problem problem, CloseReason reason) {
    super(problem.toString());
    this.reason = reason;
    this.problem = problem;
  }

  @Override
  public Problem problem() {
    return problem;
  }

  /// Returns why it ended.
  public CloseReason reason() {
    return reason;
  }
}
