package dev.parley.problem;

/// Why a peer was not admitted, or had to leave for another.
public enum RefusalProblem implements ProblemCode {
  /// The peer calls over IPv4.
  IPV6_ONLY("this listener is for IPv6 alone"),
  /// The address is denied, or not among those allowed.
  DENIED("its address may not call (allow, deny)"),
  /// The server is full, and as many places as may change hands at once do.
  NO_HANDOVER("all places are taken, and as many as may are being given away"),
  /// More than {0} connections a second.
  RATE("more than connectionsPerSecond {0} came from this address"),
  /// The source has failed to log in too often.
  PENALTY("its address waits out a penalty for failed logins (maxPenalty)"),
  /// The source has {0} sessions.
  ADDRESS_FULL("maxPerAddress {0} are open from this address"),
  /// The network {0} has as many sessions as it may have.
  SOURCE_FULL("as many sessions as maxPerAddress allows are open from {0}"),
  /// The server has {0} sessions.
  SESSIONS_FULL("maxSessions {0} are open"),
  /// The server has {0} sessions over streams.
  STREAMS_FULL("the {0} of maxSessions that streams may have are open"),
  /// A datagram listener has {0} sessions.
  LISTENER_FULL("the {0} sessions that this listener may have are open"),
  /// A session in login had to leave.
  LOGIN_EVICTED(
      "a newcomer took its place: as many peers as may were in login, and it was the"
          + " oldest of the source with the most"),
  /// A session that had sent nothing had to leave.
  SILENT_EVICTED(
      "a newcomer took its place: maxSessions are open, it had sent no whole message, and"
          + " it was the oldest of the source with the most such sessions"),
  /// A peer of datagrams had to leave.
  DATAGRAM_EVICTED("a new peer took its place");

  private final String pattern;

  RefusalProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "refusal";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
