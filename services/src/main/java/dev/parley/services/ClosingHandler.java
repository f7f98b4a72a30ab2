package dev.parley.services;

import dev.parley.frame.Message;
import dev.parley.session.CloseReason;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import java.util.Collection;
import java.util.function.Predicate;

/// Lets the service within answer up to a last message, and then closes gracefully: what was
/// answered arrives. The last message itself is answered, or only closes the session
/// ([#closeWord]). Further messages, even of the same read, are not looked at. A datagram peer's
/// session ends likewise; its next datagram is a new session.
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

  /// `inner`, once for each session.
  public static ClosingHandler firstMessage(Handler inner) {
    return new ClosingHandler(inner, _ -> true, true);
  }

  /// `inner`, until one of `words` is said, which is answered as any other message; none of them
  /// may be empty. One line end after the word does not matter.
  public static ClosingHandler quitWord(Handler inner, Collection<String> words) {
    return new ClosingHandler(inner, new QuitWords(words)::contain, true);
  }

  /// `inner`, until one of `words` is said, which closes the session without an answer: `inner`
  /// does not see it. None of them may be empty. One line end after the word does not matter.
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
  public void closed(Session session, CloseReason reason) throws Exception {
    inner.closed(session, reason);
  }

  @Override
  public boolean isAutomatic() {
    return inner.isAutomatic();
  }
}
