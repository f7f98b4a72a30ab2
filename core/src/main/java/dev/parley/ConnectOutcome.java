package dev.parley;

import dev.parley.problem.Problem;

/// The result of an attempt to connect, for callers who want a value instead of an exception.
public sealed interface ConnectOutcome {
  /// Connected and, if asked for, logged in. The caller must close the client.
  record Connected(Client client) implements ConnectOutcome {}

  /// Not connected; nothing is left open.
  record Failed(Failure failure, Problem problem) implements ConnectOutcome {
    /// Returns the problem's sentence.
    public String detail() {
      return problem.toString();
    }
  }

  /// Why there is no connection.
  enum Failure {
    /// Nobody listens there.
    REFUSED,
    /// No answer within the connect timeout.
    TIMED_OUT,
    /// The name has no address.
    UNKNOWN_HOST,
    /// The server ended the session during the login.
    LOGIN_REFUSED,
    /// The login did not finish within its timeout: perhaps the server expects no login.
    LOGIN_TIMED_OUT,
    /// The request is not possible at all, such as this login over datagrams.
    NOT_POSSIBLE,
    /// Any other network failure.
    NETWORK
  }
}
