package dev.parley.session;

import dev.parley.frame.Message;
import java.util.function.Function;

/// What a server does with its peers. One handler serves all sessions of all transports.
///
/// Every method runs on the session's loop, one at a time per session, and must not block:
/// thousands of other peers wait for the same thread. Code that blocks belongs into a
/// [conversation][Conversations]. An exception ends the session it concerns with
/// [CloseReason#HANDLER_FAILED] and no other.
@FunctionalInterface
public interface Handler {
  /// A message arrived. `message` is a view that ends with the call; `copy()` keeps it.
  void received(Session session, Message message) throws Exception;

  /// The session is open and, where a login is asked, logged in. Nothing was received yet; sending
  /// is allowed.
  default void opened(Session session) throws Exception {}

  /// The peer ended its stream and will say no more; our side may. Closes the session unless
  /// overridden. A handler that overrides this closes the session itself; `Timeouts.halfClose`
  /// after the last byte either way it is closed for it, but for a [conversation][Conversations],
  /// which owes the peer something as long as its body runs. Over TLS 1.2 the session ends right
  /// after this, since nothing more can be sent.
  default void ended(Session session) throws Exception {
    session.close();
  }

  /// The server is shutting down and wants this session to finish. Closes it unless overridden.
  default void draining(Session session) throws Exception {
    session.close();
  }

  /// There is room in the outbox again after an `offer` was refused.
  default void drained(Session session) throws Exception {}

  /// The session has ended and its socket is closed; called exactly once for every session that was
  /// opened. What it throws is reported and changes nothing.
  default void closed(Session session, CloseReason reason) throws Exception {}

  /// True when answers come from the program alone, as an echo's do. On datagram listeners such a
  /// handler is kept from being used as a weapon. It never sees datagrams from ports below 1024 or
  /// from a datagram listener of ours. What it sends over plain datagrams to one host is limited to
  /// so many a second ([dev.parley.limit.DatagramLimits]), or two services could talk to each other
  /// for ever (CERT VU#417980). And on a public address it never sends a peer more bytes than that
  /// peer sent of late, 256 KiB at most (RFC 9000 §8.1, with factor 1). False where a person
  /// decides what is said.
  default boolean isAutomatic() {
    return true;
  }

  /// Answers every message with the text that `answer` makes of it.
  static Handler reply(Function<Message, String> answer) {
    return (session, message) -> session.send(answer.apply(message));
  }
}
