package dev.parley;

import dev.parley.frame.Message;
import java.util.function.Function;

/// What a server does with its peers. One handler serves all sessions of all transports.
///
/// Every method runs on the session's loop, one at a time per session, and must not block:
/// thousands of other peers wait for the same thread. Code that blocks belongs into a
/// [#conversation]. An exception ends the session it concerns with [CloseReason#HANDLER_FAILED] and
/// no other.
@FunctionalInterface
public interface Handler {
  /// A message arrived. `message` is a view that ends with the call; `copy()` keeps it.
  void received(Session session, Message message) throws Exception;

  /// The session is open and, where a login is asked, logged in. Nothing was received yet; sending
  /// is allowed.
  default void opened(Session session) throws Exception {}

  /// The peer ended its stream and will say no more; our side may. Closes the session unless
  /// overridden. A handler that overrides this closes the session itself; `Timeouts.halfClose`
  /// after the last byte either way it is closed for it, but for a [#conversation], which owes the
  /// peer something as long as its body runs. Over TLS 1.2 the session ends right after this, since
  /// nothing more can be sent.
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

  /// A handler that runs `body` for every peer on a virtual thread of its own, where it may block:
  ///
  /// ```java
  /// Handler.conversation(talk -> {
  ///   for (Message message : talk) talk.send("server got " + message.text());
  /// });
  /// ```
  ///
  /// The session closes when the body returns. A body that does not read lets its inbox fill, and
  /// then TCP pushes back.
  static Handler conversation(Conversation.Body body) {
    return InboxHandler.talking(TalkThreads.ofTheJdk(), body);
  }

  /// As [#conversation], but on the session's own loop, so that no message crosses from one thread
  /// to another, which is most of what a conversation costs. `body` may wait for messages, in
  /// `send`, for locks and in `sleep` as before; but while it computes, or waits for what virtual
  /// threads cannot wait for (files), everyone on the loop waits too.
  ///
  /// The JDK does not offer this. It is tried with what JDK 25 is known to have, and only where the
  /// program was started with `--add-opens java.base/java.lang=dev.parley` (`=ALL-UNNAMED` on the
  /// class path); see [#canTalkOnLoops]. Where it does not work this is [#conversation].
  static Handler conversationOnLoop(Conversation.Body body) {
    return InboxHandler.talking(TalkThreads.onLoops(), body);
  }

  /// True if [#conversationOnLoop] can do what it says in this program.
  static boolean canTalkOnLoops() {
    return TalkThreads.onLoops().areOnLoops();
  }
}
