package dev.parley.session;

import dev.parley.layer.ProtocolException;

/// Why a session ended. A session has exactly one reason: the first one.
///
/// The codes are stable: 1xxx normal end, 2xxx network failure, 3xxx protocol error by the peer,
/// 4xxx limit reached, 5xxx failure on our side.
public enum CloseReason {
  /// The peer ended its stream, and everything it had asked was answered.
  PEER_CLOSED(1000, Fault.NOBODY),
  /// Our side closed the session: the handler, or the client itself.
  CLOSED(1001, Fault.NOBODY),
  /// The server was shut down.
  SHUTDOWN(1002, Fault.NOBODY),
  /// The peer's credentials were revoked: its key, its user or its certificate authority was
  /// removed from the server.
  REVOKED(1003, Fault.NOBODY),
  /// The peer reset the connection, or stopped receiving (broken pipe).
  PEER_RESET(2000, Fault.NETWORK),
  /// Any other network failure, including a peer that vanished silently.
  NETWORK_FAILED(2001, Fault.NETWORK),
  /// Nobody listens at the peer's datagram port.
  UNREACHABLE(2002, Fault.NETWORK),
  /// A message exceeded the framing's maximum.
  FRAME_TOO_LARGE(3000, Fault.PEER),
  /// Bytes that the framing does not allow, or a message that the handler refused
  /// ([ProtocolException]).
  FRAME_MALFORMED(3001, Fault.PEER),
  /// The stream ended inside a frame.
  FRAME_TRUNCATED(3002, Fault.PEER),
  /// The login was wrong or incomplete, or the peer aborted it because it does not trust us.
  LOGIN_REFUSED(3003, Fault.PEER),
  /// A sealed session received data that the peer did not seal: modified, replayed, dropped or
  /// inserted by a third party.
  FORGED(3004, Fault.PEER),
  /// The login took longer than `Timeouts.login`.
  LOGIN_TIMEOUT(4000, Fault.LIMIT),
  /// A message was started but not completed within `Timeouts.frame`.
  FRAME_TIMEOUT(4001, Fault.LIMIT),
  /// No bytes in either direction for `Timeouts.idle` (datagrams: `Timeouts.datagramIdle`).
  IDLE_TIMEOUT(4002, Fault.LIMIT),
  /// The peer accepted none of our bytes for `Timeouts.write`, or fewer than 1,000 a second.
  WRITE_TIMEOUT(4003, Fault.LIMIT),
  /// The peer reads more slowly than we write: more than `Limits.maxOutboxBytes` were queued for
  /// it.
  OUTBOX_FULL(4004, Fault.LIMIT),
  /// The peer ended its stream and nothing more was sent to it within `Timeouts.halfClose`.
  HALF_CLOSE_TIMEOUT(4005, Fault.LIMIT),
  /// Evicted to make room for a new peer when the server was full: the datagram peer heard from
  /// least recently, a stream peer that had not finished its login (`SourceLimits.maxLogins`), or,
  /// without a login, one that had not sent a complete message (`Limits.maxSessions`).
  EVICTED(4006, Fault.LIMIT),
  /// The framing, or a datagram, cannot carry the handler's answer to what the peer sent, for
  /// example because it exceeds the maximum.
  UNCARRIABLE(4007, Fault.LIMIT),
  /// All sessions together held more than `Limits.maxBufferedBytes`, or the heap was full. Among
  /// the sources that held most, this session had made no progress for longest.
  BUFFERS_FULL(4008, Fault.LIMIT),
  /// The session needed work off the loop, such as verifying certificates, and the queue for such
  /// work was full.
  BUSY(4009, Fault.LIMIT),
  /// The login was correct, but by then the maximum number of sessions was open
  /// (`Limits.maxSessions`, `Limits.maxPerAddress`).
  SESSIONS_FULL(4010, Fault.LIMIT),
  /// The handler threw an exception that does not say that the peer is at fault.
  HANDLER_FAILED(5000, Fault.OURS),
  /// The engine itself failed, usually out of memory, or a framing that is not the library's broke
  /// its contract; [Event.Defect] has the cause.
  DEFECT(5001, Fault.OURS);

  /// Who is at fault; decides how loudly to report the end.
  public enum Fault {
    /// A normal end.
    NOBODY,
    /// The network.
    NETWORK,
    /// The peer, or its configuration.
    PEER,
    /// A limit that we set.
    LIMIT,
    /// Our side: worth a stack trace.
    OURS
  }

  private final int code;
  private final Fault fault;

  CloseReason(int code, Fault fault) {
    this.code = code;
    this.fault = fault;
  }

  /// Returns the stable code for logs and programs.
  public int code() {
    return code;
  }

  /// Returns who is at fault.
  public Fault fault() {
    return fault;
  }

  /// Returns the reason for a protocol error by the peer.
  public static CloseReason of(ProtocolException e) {
    return switch (e.fault()) {
      case TOO_LARGE -> FRAME_TOO_LARGE;
      case MALFORMED -> FRAME_MALFORMED;
      case TRUNCATED -> FRAME_TRUNCATED;
      case WRONG_PROOF, LOGIN, DECLINED -> LOGIN_REFUSED;
      case FORGED -> FORGED;
    };
  }
}
