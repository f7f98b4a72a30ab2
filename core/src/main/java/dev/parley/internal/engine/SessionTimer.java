package dev.parley.internal.engine;

import dev.parley.internal.net.LoopTimer;
import dev.parley.session.Session;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/// A timer of an application. Its task is taken once: by the loop, which runs it when it is due and
/// drops it when the session ends, or by the thread that cancels it. Confined to its session's
/// loop, except for [#cancel].
final class SessionTimer implements Session.Timer {
  private static final AtomicReferenceFieldUpdater<SessionTimer, @Nullable Runnable> TASK =
      AtomicReferenceFieldUpdater.newUpdater(SessionTimer.class, Runnable.class, "task");

  private final SessionCore session;
  private final long atNanos;

  /// Null once it is taken.
  private volatile @Nullable Runnable task;

  /// Null unless it is set.
  private @Nullable LoopTimer timer;

  // Kept by [SessionExtras].
  @Nullable SessionTimer previous;
  @Nullable SessionTimer next;

  /// Creates a timer that is not set.
  SessionTimer(SessionCore session, long atNanos, Runnable task) {
    this.session = session;
    this.atNanos = atNanos;
    this.task = task;
  }

  /// Sets the timer, unless it is cancelled or its session has ended by now.
  void set() {
    if (!session.isOpen()) {
      task = null;
    } else if (task != null) {
      SessionExtras extras = session.extras();
      timer = session.loop.schedule(atNanos, this::run); // first: there may be no memory for it
      extras.add(this);
    }
  }

  private void run() {
    leave();
    Runnable due = TASK.getAndSet(this, null);
    if (due != null) {
      session.call(due);
    }
  }

  @Override
  public boolean cancel() {
    if (TASK.getAndSet(this, null) == null) {
      return false;
    }
    if (session.loop.isCurrent()) {
      leave();
    } else {
      session.loop.execute(this::leave);
    }
    return true;
  }

  /// Drops the task, because the session has ended. Allocates nothing.
  void drop() {
    task = null;
    leave();
  }

  private void leave() {
    LoopTimer timer = this.timer;
    if (timer != null) {
      this.timer = null;
      session.loop.cancel(timer);
      session.extras().remove(this);
    }
  }
}
