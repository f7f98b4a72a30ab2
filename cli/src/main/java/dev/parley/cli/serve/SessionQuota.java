package dev.parley.cli.serve;

import dev.parley.frame.Message;
import dev.parley.problem.Problem;
import dev.parley.session.CloseReason;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Admits a fixed number of sessions to the inner handler, and reports when that many have been
/// opened and when all of them have ended.
///
/// A session counts once it is open, after its login if there is one. Further sessions are reset at
/// once. A datagram peer never says that it leaves: if `isDatagramEnough`, its session counts as
/// ended once its first datagram was handled.
final class SessionQuota implements Handler {
  private final Handler inner;
  private final int most;
  private final boolean isDatagramEnough;
  private final Runnable full;
  private final Runnable done;
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final Set<Session> surplus = ConcurrentHashMap.newKeySet();

  /// Datagram sessions that are open but count as ended.
  private final Set<Session> handled = ConcurrentHashMap.newKeySet();

  /// @param most the number of sessions, at least 1
  /// @param full run on an event loop when that many have been opened; must not block
  /// @param done run on an event loop when that many have ended; must not block
  SessionQuota(Handler inner, int most, boolean isDatagramEnough, Runnable full, Runnable done) {
    this.inner = inner;
    this.most = most;
    this.isDatagramEnough = isDatagramEnough;
    this.full = full;
    this.done = done;
  }

  @Override
  public void opened(Session session) throws Exception {
    int number = opened.incrementAndGet();
    if (number > most) {
      surplus.add(session);
      session.abort();
      return;
    }
    if (number == most) {
      full.run();
    }
    inner.opened(session);
  }

  @Override
  public void received(Session session, Message message) throws Exception {
    if (isSurplus(session)) {
      return;
    }
    inner.received(session, message);
    if (isDatagramEnough && !session.transport().isStream() && handled.add(session)) {
      countEnd();
    }
  }

  private boolean isSurplus(Session session) {
    return !surplus.isEmpty() && surplus.contains(session);
  }

  @Override
  public void ended(Session session) throws Exception {
    if (!isSurplus(session)) {
      inner.ended(session);
    }
  }

  @Override
  public void draining(Session session) throws Exception {
    if (!isSurplus(session)) {
      inner.draining(session);
    }
  }

  @Override
  public void drained(Session session) throws Exception {
    if (!isSurplus(session)) {
      inner.drained(session);
    }
  }

  @Override
  public void quiet(Session session) throws Exception {
    if (!isSurplus(session)) {
      inner.quiet(session);
    }
  }

  @Override
  public void ending(Session session, CloseReason reason, Problem problem) throws Exception {
    if (!isSurplus(session)) {
      inner.ending(session, reason, problem);
    }
  }

  @Override
  public void closed(Session session, CloseReason reason) throws Exception {
    if (surplus.remove(session)) {
      return;
    }
    inner.closed(session, reason);
    if (!handled.remove(session)) {
      countEnd();
    }
  }

  private void countEnd() {
    if (ended.incrementAndGet() == most) {
      done.run();
    }
  }

  @Override
  public boolean isAutomatic() {
    return inner.isAutomatic();
  }
}
