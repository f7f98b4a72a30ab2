package dev.parley.services;

import dev.parley.frame.Message;
import dev.parley.problem.Problem;
import dev.parley.session.CloseReason;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import java.util.Collection;
import java.util.function.Predicate;

/// A handler that passes messages to an inner one up to a last message, and then closes gracefully,
/// so that the answers arrive. The last message itself is answered, or only closes the session
/// ([#closeWord]). Later messages, even of the same read, are ignored. A datagram peer's session
/// ends likewise; its next datagram starts a new session.
///
/// For handlers that answer within the call; a conversation's answer would come too late.
public final class ClosingHandler implements Handler {
  private final Handler inner;
  private final Predicate<Message> isLast;
  private final boolean answersLast;

  private ClosingHandler(Handler inner, Predicate<Message> isLast, boolean answersLast) {
    this.inner = inner;
    this.isLast = isLast;
    this.answersLast = answersLast;
  }

  /// Returns a handler that answers one message per session with `inner`.
  public static ClosingHandler firstMessage(Handler inner) {
    return new ClosingHandler(inner, _ -> true, true);
  }

  /// Returns a handler that uses `inner` until a message is one of `words`, which is still
  /// answered. None of them may be empty. One line end after the word is ignored.
  public static ClosingHandler quitWord(Handler inner, Collection<String> words) {
    return new ClosingHandler(inner, new QuitWords(words)::contain, true);
  }

  /// Returns a handler that uses `inner` until a message is one of `words`, which closes the
  /// session without an answer: `inner` does not see it. None of them may be empty. One line end
  /// after the word is ignored.
  public static ClosingHandler closeWord(Handler inner, Collection<String> words) {
    return new ClosingHandler(inner, new QuitWords(words)::contain, false);
  }

  @Override
  public void received(Session session, Message message) throws Exception {
    boolean closes = isLast.test(message);
    if (answersLast || !closes) {
      inner.received(session, message);
    }
    if (closes) {
      session.close();
    }
  }

  @Override
  public void opened(Session session) throws Exception {
    inner.opened(session);
  }

  @Override
  public void ended(Session session) throws Exception {
    inner.ended(session);
  }

  @Override
  public void draining(Session session) throws Exception {
    inner.draining(session);
  }

  @Override
  public void drained(Session session) throws Exception {
    inner.drained(session);
  }

  @Override
  public void quiet(Session session) throws Exception {
    inner.quiet(session);
  }

  @Override
  public void ending(Session session, CloseReason reason, Problem problem) throws Exception {
    inner.ending(session, reason, problem);
  }

  @Override
  public void closed(Session session, CloseReason reason) throws Exception {
    inner.closed(session, reason);
  }

  @Override
  public boolean isAutomatic() {
    return inner.isAutomatic();
  }
}
