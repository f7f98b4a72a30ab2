package dev.parley.services;

import dev.parley.CloseReason;
import dev.parley.Handler;
import dev.parley.Session;
import dev.parley.frame.Message;

/// Lets the service within answer one message per session, and then closes with courtesy: the
/// answer arrives. Further messages, even of the same read, are not looked at. A datagram peer's
/// session ends likewise; its next datagram is a new session.
///
/// For handlers that answer within the call; a conversation's answer would come too late.
public final class Once implements Handler {
  private final Handler inner;

  /// `inner`, once.
  public Once(Handler inner) {
    this.inner = inner;
  }

  @Override
  public void received(Session session, Message message) throws Exception {
    inner.received(session, message);
    session.close();
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
