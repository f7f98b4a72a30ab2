package dev.parley;

import dev.parley.session.CloseReason;
import dev.parley.session.SessionClosedException;
import java.io.IOException;
import java.io.Serial;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/// A failed connection attempt, inside the library. Callers get its value or its [#exception].
final class ConnectFailure extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final transient ConnectOutcome.Failed failed;

  ConnectFailure(ConnectOutcome.Failure failure, String detail) {
    super(detail);
    this.failed = new ConnectOutcome.Failed(failure, detail);
  }

  /// Returns the failure as a value.
  ConnectOutcome.Failed failed() {
    return failed;
  }

  /// Returns the failure as an exception of the JDK's types.
  static IOException exception(ConnectOutcome.Failed failed) {
    String detail = failed.detail();
    return switch (failed.failure()) {
      case TIMED_OUT, LOGIN_TIMED_OUT -> new SocketTimeoutException(detail);
      case UNKNOWN_HOST -> new UnknownHostException(detail);
      case LOGIN_REFUSED -> new SessionClosedException(CloseReason.LOGIN_REFUSED, detail);
      case REFUSED, NOT_POSSIBLE, NETWORK -> new ConnectException(detail);
    };
  }
}
