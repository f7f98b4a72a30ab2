package dev.parley;

import dev.parley.problem.NetworkProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemConnectException;
import dev.parley.problem.ProblemTimeoutException;
import dev.parley.problem.ProblemUnknownHostException;
import dev.parley.session.CloseReason;
import dev.parley.session.SessionClosedException;
import java.io.IOException;
import java.io.Serial;

/// A failed connection attempt, inside the library. Callers get its value or its [#exception].
final class ConnectFailure extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final transient ConnectOutcome.Failed failed;

  ConnectFailure(ConnectOutcome.Failure failure, Problem problem) {
    super(problem.toString());
    this.failed = new ConnectOutcome.Failed(failure, problem);
  }

  ConnectFailure(ConnectOutcome.Failure failure, NetworkProblem code, Object... values) {
    this(failure, Problem.of(code, values));
  }

  /// Returns the failure as a value.
  ConnectOutcome.Failed failed() {
    return failed;
  }

  /// Returns the failure as an exception of the JDK's types.
  static IOException exception(ConnectOutcome.Failed failed) {
    Problem problem = failed.problem();
    return switch (failed.failure()) {
      case TIMED_OUT, LOGIN_TIMED_OUT -> new ProblemTimeoutException(problem);
      case UNKNOWN_HOST -> new ProblemUnknownHostException(problem);
      case LOGIN_REFUSED -> new SessionClosedException(CloseReason.LOGIN_REFUSED, problem);
      case REFUSED, NOT_POSSIBLE, NETWORK -> new ProblemConnectException(problem);
    };
  }
}
