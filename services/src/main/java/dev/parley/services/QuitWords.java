package dev.parley.services;

import dev.parley.CloseReason;
import dev.parley.Handler;
import dev.parley.Session;
import dev.parley.frame.Message;
import java.util.Collection;

/// Lets a peer end the conversation with a word: the message that is one of the words is answered
/// by the service within as any other, then the session closes. One line end after the word does
/// not matter. What the peer sent after it is not looked at.
///
/// For handlers that answer within the call; a conversation's answer would come too late.
public final class QuitWords implements Handler {
  private final Handler inner;
  private final Words words;

  /// `inner`, until one of `words` is said; none of them may be empty.
  public QuitWords(Handler inner, Collection<String> words) {
    this.inner = inner;
    this.words = new Words(words);
  }

  @Override
  public void received(Session session, Message message) throws Exception {
    boolean isLast = words.contain(message);
    inner.received(session, message);
    if (isLast) {
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
