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

/// Gives every session an inbox, and a [ConversationTalk] over it to somebody who may block: the
/// bridge from the loop, which never does.
public final class InboxHandler implements Handler {
  private final Consumer<ConversationTalk> begin;
  private final boolean isAutomatic;

  private InboxHandler(Consumer<ConversationTalk> begin, boolean isAutomatic) {
    this.begin = begin;
    this.isAutomatic = isAutomatic;
  }

  /// A server's: a virtual thread per session runs `body`.
  public static InboxHandler talking(TalkThreads threads, Conversation.Body body) {
    return new InboxHandler(talk -> threads.start(talk.session(), () -> run(body, talk)), true);
  }

  /// A client's, whose caller asks for the [#talk] once the session is open.
  public static InboxHandler calling() {
    return new InboxHandler(_ -> {}, false);
  }

  private static void run(Conversation.Body body, ConversationTalk talk) {
    try {
      body.talk(talk);
    } catch (Throwable e) {
      if (!isEnd(e)) {
        talk.session().bodyFailed(e);
        return;
      }
    }
    talk.session().bodyEnded();
  }

  /// True for an ended session or an interrupted body, thrown by the conversation itself or by its
  /// iterator: the session ends as if the body had returned.
  private static boolean isEnd(Throwable thrown) {
    Throwable cause = thrown instanceof UncheckedIOException ? thrown.getCause() : thrown;
    return switch (cause) {
      case SessionClosedException _, InterruptedException _ -> true;
      case SocketTimeoutException _ -> false; // which is an interrupted IO by its type
      case InterruptedIOException _ -> true;
      case null, default -> false;
    };
  }

  @Override
  public void opened(Session session) {
    LoopSession own = (LoopSession) session;
    ConversationTalk talk = new ConversationTalk(own);
    own.talk(talk);
    begin.accept(talk);
  }

  /// The talk over the inbox of `session`, which is open or has been.
  public static ConversationTalk talk(Session session) {
    ConversationTalk talk = ((LoopSession) session).talk();
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
    talk(session).close(reason, ((LoopSession) session).detail());
  }

  @Override
  public boolean isAutomatic() {
    return isAutomatic;
  }
}
