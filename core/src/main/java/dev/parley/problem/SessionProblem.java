package dev.parley.problem;

/// Why a session ended, or why nothing can be sent or received.
public enum SessionProblem implements ProblemCode {
  /// The close reason {0} says everything.
  ENDED("the session has ended: {0}"),
  /// The server or client is being shut down.
  SHUTTING_DOWN("our side is shutting down"),
  /// Nothing was received within {0} ms.
  NO_MESSAGE_IN_TIME("no message within {0} ms"),
  /// A composer wrote {0} bytes and had promised {1}.
  COMPOSER_LENGTH("the composer has put {0} bytes instead of {1}"),
  /// The port of the peer is closed.
  UNREACHABLE("nobody listens at the peer's port"),
  /// The peer, or its system, reset the connection.
  PEER_RESET("the peer reset the connection"),
  /// The system gave up.
  PEER_VANISHED(
      "the peer vanished: its system acknowledged nothing, or took nothing, for too long"),
  /// Problem {0}, with {1} bytes that were not sent.
  BYTES_LOST("{0}; {1} bytes of what was said to it are lost"),
  /// The handler threw an exception of class {0}.
  HANDLER_FAILED("the handler threw {0}"),
  /// The library threw an exception of class {0}.
  ENGINE_FAILED("the engine failed: {0}"),
  /// A message could not be queued.
  ENGINE_OUT_OF_MEMORY("the engine failed for want of memory"),
  /// The heap was full.
  OUT_OF_MEMORY(
      "this process was out of memory; this session is from where most was held, and has"
          + " made no progress for longest"),
  /// The heap was full when this session needed some of it.
  ASKED_FOR_MEMORY("this process was out of memory, and this session asked for it"),
  /// More than {0} bytes were buffered.
  BUFFERS_FULL(
      "all sessions together held more than maxBufferedBytes {0}; this one is from where"
          + " most was held, and has made no progress for longest"),
  /// More than {0} bytes waited.
  OUTBOX_FULL("more than maxOutboxBytes {0} waited for the peer"),
  /// {0} bytes waited.
  NOTHING_TAKEN(
      "the peer took none of {0} bytes for the write timeout, or fewer than 1000 a second"),
  /// {0} bytes waited for the word `ready`.
  NOTHING_ASKED("the peer asked for none of {0} bytes for the write timeout"),
  /// The login took too long.
  LOGIN_TIMEOUT("the login was not done within the login timeout"),
  /// A message took too long.
  FRAME_TIMEOUT("a begun message was not finished within the frame timeout"),
  /// The peer had ended its stream.
  HALF_CLOSE_TIMEOUT("nothing more was said to a peer that had ended its stream"),
  /// The session was idle.
  IDLE_TIMEOUT("nothing came or went for the idle timeout"),
  /// The session was idle.
  DATAGRAM_IDLE_TIMEOUT("no datagram came or went for the datagram idle timeout"),
  /// The credentials of the peer named {0} were removed.
  REVOKED("what {0} had proven counts no longer: it was taken away or changed"),
  /// The server or client was closed.
  CLOSED("our side was closed"),
  /// No thread could be started.
  NO_THREAD("the system gives this process no thread to look at certificates and keys with"),
  /// As many as {0} others wait.
  BUSY("{0} others wait for certificates and keys to be looked at; that is the most");

  private final String pattern;

  SessionProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "session";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
