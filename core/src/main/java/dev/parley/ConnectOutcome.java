package dev.parley;

/// What came of an attempt to connect, for callers who want a value rather than an exception.
public sealed interface ConnectOutcome {
  /// Connected and, where asked, logged in. The client is the caller's to close.
  record Connected(Client client) implements ConnectOutcome {}

  /// Not connected; nothing is left open. `detail` is a sentence for people.
  record Failed(Failure failure, String detail) implements ConnectOutcome {}

  /// Why there is no connection.
  enum Failure {
    /// Nobody listens there.
    REFUSED,
    /// No answer within the connect timeout.
    TIMED_OUT,
    /// The name has no address.
    UNKNOWN_HOST,
    /// The server ended the conversation during the login.
    LOGIN_REFUSED,
    /// The login was not done within its timeout: perhaps the server asks for none.
    LOGIN_TIMED_OUT,
    /// What was asked cannot be done at all, such as this login over datagrams.
    NOT_POSSIBLE,
    /// The network failed otherwise.
    NETWORK
  }
}
