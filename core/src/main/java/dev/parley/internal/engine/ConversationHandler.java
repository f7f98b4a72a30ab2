package dev.parley.internal.engine;

import dev.parley.frame.Message;
import dev.parley.session.CloseReason;
import dev.parley.session.Conversation;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.session.SessionClosedException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.function.Consumer;

/// A handler that gives every session an inbox, and passes a [ConversationRunner] over it to code
/// that may block: the bridge from the loop, which never blocks.
public final class ConversationHandler implements Handler {
  private final Consumer<ConversationRunner> begin;
  private final Cutting cutting;
  private final boolean isAutomatic;

  /// When messages are cut from a stream.
  public enum Cutting {
    /// As they come, before the conversation receives them.
    AHEAD,
    /// When the conversation receives them, so that it can change their framing.
    ON_DEMAND
  }

  private ConversationHandler(
      Consumer<ConversationRunner> begin, Cutting cutting, boolean isAutomatic) {
    this.begin = begin;
    this.cutting = cutting;
    this.isAutomatic = isAutomatic;
  }

  /// Creates a server's handler: a virtual thread per session runs `body`.
  public static ConversationHandler talking(
      ConversationExecutor threads, Cutting cutting, Conversation.Body body) {
    return new ConversationHandler(
        talk -> threads.start(talk.own(), () -> run(body, talk)), cutting, true);
  }

  /// Creates a client's handler, whose caller gets the [#talk] once the session is open.
  public static ConversationHandler calling(Cutting cutting) {
    return new ConversationHandler(_ -> {}, cutting, false);
  }

  private static void run(Conversation.Body body, ConversationRunner talk) {
    try {
      body.talk(talk);
    } catch (Throwable e) {
      if (!isEnd(e)) {
        talk.own().bodyFailed(e);
        return;
      }
    }
    talk.own().bodyEnded();
  }

  /// Returns true for a closed session or an interrupted body, thrown by the conversation itself or
  /// by its iterator: the session ends as if the body had returned.
  private static boolean isEnd(Throwable thrown) {
    Throwable cause = thrown instanceof UncheckedIOException ? thrown.getCause() : thrown;
    return switch (cause) {
      case SessionClosedException _, InterruptedException _ -> true;
      case SocketTimeoutException _ -> false; // an InterruptedIOException too
      case InterruptedIOException _ -> true;
      case null, default -> false;
    };
  }

  @Override
  public void opened(Session session) {
    SessionCore own = SessionCore.of(session);
    ConversationRunner talk = new ConversationRunner(own, session, cutting);
    own.talk(talk);
    begin.accept(talk);
  }

  /// Returns the conversation of `session`, which is open or has been.
  public static ConversationRunner talk(Session session) {
    ConversationRunner talk = SessionCore.of(session).talk();
    if (talk == null) {
      throw new IllegalStateException("the session was opened without its inbox");
    }
    return talk;
  }

  @Override
  public void received(Session session, Message message) {
    talk(session).put(message.copy());
  }

  @Override
  public void ended(Session session) {
    talk(session).peerEnded();
  }

  @Override
  public void draining(Session session) {
    talk(session).draining();
  }

  @Override
  public void drained(Session session) {
    talk(session).drained();
  }

  @Override
  public void closed(Session session, CloseReason reason) {
    talk(session).close(reason, SessionCore.of(session).problem());
  }

  @Override
  public boolean isAutomatic() {
    return isAutomatic;
  }
}
