package dev.parley.problem;

/// The name of a setting, as a parameter of problems: a program whose users know it by another
/// name, such as a command-line option, replaces it.
public enum Setting implements ProblemCode {
  /// `SourceLimits.ipv6Prefix`.
  IPV6_PREFIX("ipv6Prefix"),
  /// `SourceLimits.connectionsPerSecond`.
  CONNECTIONS_PER_SECOND("connectionsPerSecond"),
  /// `SourceLimits.connectionBurst`.
  CONNECTION_BURST("connectionBurst"),
  /// `SourceLimits.maxLogins`.
  MAX_LOGINS("maxLogins"),
  /// `SourceLimits.maxLoginsPerAddress`.
  MAX_LOGINS_PER_ADDRESS("maxLoginsPerAddress"),
  /// `SourceLimits.maxPenalty`.
  MAX_PENALTY("maxPenalty"),
  /// `Limits.maxSessions`.
  MAX_SESSIONS("maxSessions"),
  /// `Limits.maxPerAddress`.
  MAX_PER_ADDRESS("maxPerAddress"),
  /// `Limits.maxOutboxBytes`.
  MAX_OUTBOX_BYTES("maxOutboxBytes"),
  /// `Limits.messagesPerSecond`.
  MESSAGES_PER_SECOND("messagesPerSecond"),
  /// `Limits.bytesPerSecond`.
  BYTES_PER_SECOND("bytesPerSecond"),
  /// `Limits.maxBufferedBytes`.
  MAX_BUFFERED_BYTES("maxBufferedBytes"),
  /// `DatagramLimits.answersPerSecond`.
  ANSWERS_PER_SECOND("answersPerSecond"),
  /// `DatagramLimits.newcomersPerSecond`.
  NEWCOMERS_PER_SECOND("newcomersPerSecond"),
  /// `Timeouts.login`.
  LOGIN("login"),
  /// `Timeouts.frame`.
  FRAME("frame"),
  /// `Timeouts.idle`.
  IDLE("idle"),
  /// `Timeouts.write`.
  WRITE("write"),
  /// `Timeouts.datagramIdle`.
  DATAGRAM_IDLE("datagramIdle"),
  /// `Timeouts.linger`.
  LINGER("linger"),
  /// `Timeouts.halfClose`.
  HALF_CLOSE("halfClose"),
  /// `Timeouts.unacknowledged`.
  UNACKNOWLEDGED("unacknowledged"),
  /// `Timeouts.quiet`.
  QUIET("quiet");

  private final String pattern;

  Setting(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "setting";
  }

  @Override
  public String pattern() {
    return pattern;
  }

  /// Returns the name, as in sentences.
  @Override
  public String toString() {
    return pattern;
  }
}
