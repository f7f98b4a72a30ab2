package dev.parley.session;

import dev.parley.frame.Message;
import dev.parley.problem.Problem;
import java.util.function.Function;

/// The application's callbacks. One handler serves all sessions of all transports.
///
/// Every method runs on the session's event loop, one at a time per session, and must not block:
/// thousands of other peers share the thread. Blocking code belongs in a
/// [conversation][dev.parley.Conversations]. An exception ends only the session concerned: with
/// [CloseReason#HANDLER_FAILED], or, if it is a [dev.parley.layer.ProtocolException], with the
/// reason of the peer's fault ([CloseReason#of]). That is how a handler refuses a message whose
/// content the protocol does not allow.
@FunctionalInterface
public interface Handler {
  /// Called for each message. `message` is a view that is valid only during the call; `copy()`
  /// keeps it.
  void received(Session session, Message message) throws Exception;

  /// Called when the session is open and, if a login is required, logged in. Nothing has been
  /// received yet; sending is allowed.
  default void opened(Session session) throws Exception {}

  /// Called when the peer has ended its stream and will send nothing more; our side may still send.
  /// Closes the session unless overridden. A handler that overrides this must close the session
  /// itself; otherwise it is closed `Timeouts.halfClose` after the last byte in either direction,
  /// except for a [conversation][dev.parley.Conversations], which counts as busy while its body
  /// runs. Over TLS 1.2 the session ends right after this call, since nothing more can be sent.
  default void ended(Session session) throws Exception {
    session.close();
  }

  /// Called when the server is shutting down and wants this session to finish. Closes it unless
  /// overridden.
  default void draining(Session session) throws Exception {
    session.close();
  }

  /// Called when the outbox has room again after an `offer` was refused.
  default void drained(Session session) throws Exception {}

  /// Called when nothing was received from the peer for `Timeouts.quiet`, and again after each
  /// further such time until something is: the place for a heartbeat, or for a limit of the
  /// application's own. Not called where that is zero, as by default, nor while reading is paused
  /// or after the peer has ended its stream. Does nothing unless overridden.
  ///
  /// The call itself is no activity; what it sends counts for `Timeouts.idle`, but does not delay
  /// the next call. Checked four times a second, for datagrams twice.
  default void quiet(Session session) throws Exception {}

  /// Called when a stream session is about to end for a reason that is not the handler's own, and
  /// something can still be said: the peer has sent what the framing does not allow (FRAME_…), a
  /// deadline is over, its login was revoked, a callback threw. What is sent here leaves before the
  /// end, which follows at once; `close` and an exception change nothing about it. Not called if
  /// the connection is cut (`abort`, a full outbox, a full server), or if the end was asked for.
  /// Does nothing unless overridden.
  ///
  /// @param problem why, in a sentence
  default void ending(Session session, CloseReason reason, Problem problem) throws Exception {}

  /// Called exactly once for every session that was opened, after it has ended and its socket is
  /// closed. An exception is reported and has no other effect.
  default void closed(Session session, CloseReason reason) throws Exception {}

  /// Returns true if the program answers by itself, like an echo server. On datagram listeners such
  /// a handler is protected from being abused for attacks. It receives no datagrams from ports
  /// below 1024 or from our own datagram listeners. Its plain datagrams to one host are
  /// rate-limited ([dev.parley.limit.DatagramLimits]); otherwise two services could answer each
  /// other for ever (CERT VU#417980). And on a public address it never sends a peer more bytes than
  /// that peer recently sent, at most 256 KiB (RFC 9000 §8.1, with factor 1). Returns false if a
  /// person decides what to send.
  default boolean isAutomatic() {
    return true;
  }

  /// Returns a handler that answers every message with the text that `answer` returns for it.
  static Handler reply(Function<Message, String> answer) {
    return (session, message) -> session.send(answer.apply(message));
  }
}
