package dev.parley.services;

import dev.parley.frame.Message;
import dev.parley.problem.Problem;
import dev.parley.session.CloseReason;
import dev.parley.session.Handler;
import dev.parley.session.Session;

/// A handler that shows each message, arrival and departure like [Print], before the inner handler
/// sees it.
public final class Showing implements Handler {
  private final Handler inner;
  private final Print print;

  /// Wraps `inner`, showing on `screen`.
  public Showing(Handler inner, Screen screen) {
    this.inner = inner;
    this.print = new Print(screen);
  }

  @Override
  public void received(Session session, Message message) throws Exception {
    print.received(session, message);
    inner.received(session, message);
  }

  @Override
  public void opened(Session session) throws Exception {
    print.opened(session);
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
    print.closed(session, reason);
  }

  @Override
  public boolean isAutomatic() {
    return inner.isAutomatic();
  }
}
