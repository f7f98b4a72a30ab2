package dev.parley;

import dev.parley.internal.engine.ConversationExecutor;
import dev.parley.internal.engine.ConversationHandler;
import dev.parley.internal.engine.ConversationHandler.Cutting;
import dev.parley.session.Conversation;
import dev.parley.session.Handler;
import java.util.Objects;

/// Handlers in blocking style: each peer gets a virtual thread of its own, so that the code reads
/// like a dialogue.
///
/// ```java
/// Conversations.handler(talk -> {
///   for (Message message : talk) talk.send("server got " + message.text());
/// });
/// ```
public final class Conversations {
  private Conversations() {}

  /// Returns a handler that runs `body` for every peer on a virtual thread of its own, where it may
  /// block.
  ///
  /// The session closes when the body returns. If the body does not read, its inbox fills up and
  /// TCP backpressure slows the peer down.
  public static Handler handler(Conversation.Body body) {
    return ConversationHandler.talking(
        ConversationExecutor.ofTheJdk(), Cutting.AHEAD, Objects.requireNonNull(body, "body"));
  }

  /// Like [#handler], but a message is cut from the stream only when `body` receives it, so that it
  /// can change the framing behind each ([Conversation#reframe]): header lines and then a body of
  /// known length, for example. Costs more, since each message that has to be waited for crosses
  /// the threads twice. Datagrams need no cutting; with them it is the same as [#handler].
  ///
  /// While `body` neither receives nor has returned, nothing is read from the peer, and no deadline
  /// for its input runs.
  public static Handler handlerOnDemand(Conversation.Body body) {
    return ConversationHandler.talking(
        ConversationExecutor.ofTheJdk(), Cutting.ON_DEMAND, Objects.requireNonNull(body, "body"));
  }

  /// Like [#handler], but on the session's own loop, so that no message crosses from one thread to
  /// another, which is most of a conversation's cost. `body` may still wait for messages, in
  /// `send`, for locks and in `sleep`; but while it computes, or waits for something that pins a
  /// virtual thread (files), every session on the loop waits too.
  ///
  /// The JDK has no API for this. It relies on JDK 25 internals and works only if the program was
  /// started with `--add-opens java.base/java.lang=dev.parley` (`=ALL-UNNAMED` on the class path),
  /// or with `java -jar` if the manifest of that jar has `Add-Opens: java.base/java.lang` and this
  /// library is on its class path; see [#canRunOnLoops]. Otherwise this is the same as [#handler],
  /// as it is in a server with [Server.Builder#virtualLoops], which costs about as little.
  public static Handler handlerOnLoop(Conversation.Body body) {
    return ConversationHandler.talking(
        ConversationExecutor.onLoops(), Cutting.AHEAD, Objects.requireNonNull(body, "body"));
  }

  /// Returns true if [#handlerOnLoop] really runs on the loops in this program, but those of
  /// servers with [Server.Builder#virtualLoops].
  public static boolean canRunOnLoops() {
    return ConversationExecutor.onLoops().areOnLoops();
  }
}
