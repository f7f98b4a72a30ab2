package dev.parley.session;

import dev.parley.layer.ProtocolException;

/// Why a session ended. The first reason wins; a session has exactly one.
///
/// The codes are stable: 1xxx ended as meant, 2xxx the network, 3xxx the peer broke the protocol,
/// 4xxx a limit, 5xxx our side.
public enum CloseReason {
  /// The peer ended its stream, and what it had asked was answered.
  PEER_CLOSED(1000, Fault.NOBODY),
  /// Our side closed: the handler, or the client's own close.
  CLOSED(1001, Fault.NOBODY),
  /// The server was shut down.
  SHUTDOWN(1002, Fault.NOBODY),
  /// What the peer had proven holds no longer: its key, its user or the authority of its
  /// certificate was taken away from the server.
  REVOKED(1003, Fault.NOBODY),
  /// The peer reset the connection, or wrote into it no longer (broken pipe).
  PEER_RESET(2000, Fault.NETWORK),
  /// The network failed in another way, a peer that vanished without a word included.
  NETWORK_FAILED(2001, Fault.NETWORK),
  /// Nobody listens at the peer's datagram port.
  UNREACHABLE(2002, Fault.NETWORK),
  /// A message over the framing's maximum.
  FRAME_TOO_LARGE(3000, Fault.PEER),
  /// Bytes that the framing does not allow.
  FRAME_MALFORMED(3001, Fault.PEER),
  /// The stream ended inside a frame.
  FRAME_TRUNCATED(3002, Fault.PEER),
  /// A login that was wrong or short, or that the peer itself gave up because it does not trust us.
  LOGIN_REFUSED(3003, Fault.PEER),
  /// What came in a sealed session is not what the peer sealed: changed, repeated, left out or put
  /// in by somebody in between.
  FORGED(3004, Fault.PEER),
  /// The login took longer than `Timeouts.login`.
  LOGIN_TIMEOUT(4000, Fault.LIMIT),
  /// A begun message was not finished within `Timeouts.frame`.
  FRAME_TIMEOUT(4001, Fault.LIMIT),
  /// Nothing came or went for `Timeouts.idle` (datagrams: `Timeouts.datagramIdle`).
  IDLE_TIMEOUT(4002, Fault.LIMIT),
  /// The peer took none of our bytes for `Timeouts.write`, or fewer than 1,000 a second.
  WRITE_TIMEOUT(4003, Fault.LIMIT),
  /// The peer reads more slowly than we write: more than `Limits.maxOutboxBytes` waited for it.
  OUTBOX_FULL(4004, Fault.LIMIT),
  /// The peer ended its stream and nothing more was said to it within `Timeouts.halfClose`.
  HALF_CLOSE_TIMEOUT(4005, Fault.LIMIT),
  /// Made room for a newcomer when all places were taken: the datagram peer that was heard longest
  /// ago, a stream peer that had not finished its login (`SourceLimits.maxLogins`), or, without a
  /// login, one that had not sent a whole message (`Limits.maxSessions`).
  EVICTED(4006, Fault.LIMIT),
  /// The handler's answer to what the peer sent is one that the framing cannot carry, such as one
  /// over its maximum.
  UNCARRIABLE(4007, Fault.LIMIT),
  /// All sessions together held more than `Limits.maxBufferedBytes`, or the memory was full; this
  /// one is from where most was held, and had made no progress for longest.
  BUFFERS_FULL(4008, Fault.LIMIT),
  /// The session had work that it could not go on without, such as certificates to look at, and as
  /// much of others' waited already as may.
  BUSY(4009, Fault.LIMIT),
  /// The login was right, and as many sessions as may were open by then (`Limits.maxSessions`,
  /// `Limits.maxPerAddress`).
  SESSIONS_FULL(4010, Fault.LIMIT),
  /// The handler threw.
  HANDLER_FAILED(5000, Fault.OURS),
  /// The engine itself failed, for want of memory as a rule; [Event.Defect] has the cause.
  DEFECT(5001, Fault.OURS);

  /// Whose fault an end was; decides how loudly to report it.
  public enum Fault {
    /// An end as meant.
    NOBODY,
    /// Weather.
    NETWORK,
    /// The peer, or how it was configured.
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

  /// The stable number for logs and machines.
  public int code() {
    return code;
  }

  /// Whose fault it was.
  public Fault fault() {
    return fault;
  }

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
