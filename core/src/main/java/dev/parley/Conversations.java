package dev.parley;

import dev.parley.internal.engine.ConversationExecutor;
import dev.parley.internal.engine.ConversationHandler;
import dev.parley.session.Conversation;
import dev.parley.session.Handler;

/// Handlers in blocking style: each peer has a virtual thread of its own, on which the code reads
/// like a dialogue.
///
/// ```java
/// Conversations.handler(talk -> {
///   for (Message message : talk) talk.send("server got " + message.text());
/// });
/// ```
public final class Conversations {
  private Conversations() {}

  /// A handler that runs `body` for every peer on a virtual thread of its own, where it may block.
  ///
  /// The session closes when the body returns. A body that does not read lets its inbox fill, and
  /// then TCP pushes back.
  public static Handler handler(Conversation.Body body) {
    return ConversationHandler.talking(ConversationExecutor.ofTheJdk(), body);
  }

  /// As [#handler], but on the session's own loop, so that no message crosses from one thread to
  /// another, which is most of what a conversation costs. `body` may wait for messages, in `send`,
  /// for locks and in `sleep` as before; but while it computes, or waits for what virtual threads
  /// cannot wait for (files), everyone on the loop waits too.
  ///
  /// The JDK does not offer this. It is tried with what JDK 25 is known to have, and only where the
  /// program was started with `--add-opens java.base/java.lang=dev.parley` (`=ALL-UNNAMED` on the
  /// class path); see [#canRunOnLoops]. Where it does not work this is [#handler].
  public static Handler handlerOnLoop(Conversation.Body body) {
    return ConversationHandler.talking(ConversationExecutor.onLoops(), body);
  }

  /// True if [#handlerOnLoop] can do what it says in this program.
  public static boolean canRunOnLoops() {
    return ConversationExecutor.onLoops().areOnLoops();
  }
}
