package dev.parley.problem;

/// The unit of a setting in the plural, as a parameter of problems.
public enum Unit implements ProblemCode {
  /// Bits.
  BITS("bits"),
  /// Bytes.
  BYTES("bytes"),
  /// Bytes per second.
  BYTES_PER_SECOND("bytes/s"),
  /// Sessions.
  SESSIONS("sessions"),
  /// Sessions per peer address.
  SESSIONS_PER_ADDRESS("sessions per address"),
  /// Messages per second.
  MESSAGES_PER_SECOND("messages/s"),
  /// Connections.
  CONNECTIONS("connections"),
  /// Connections per second.
  CONNECTIONS_PER_SECOND("connections/s"),
  /// Logins.
  LOGINS("logins"),
  /// Answers per second.
  ANSWERS_PER_SECOND("answers/s"),
  /// New sources per second.
  NEWCOMERS_PER_SECOND("newcomers/s");

  private final String pattern;

  Unit(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "unit";
  }

  @Override
  public String pattern() {
    return pattern;
  }

  /// Returns the unit, as in sentences.
  @Override
  public String toString() {
    return pattern;
  }
}
