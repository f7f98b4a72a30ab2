package dev.parley.internal.engine;

import org.jspecify.annotations.Nullable;

/// A timer of an application for a session: its task runs as a callback, and is dropped when the
/// session ends.
final class SessionTimer extends TaskTimer {
  private final SessionCore session;

  // Kept by [SessionExtras].
  @Nullable SessionTimer previous;
  @Nullable SessionTimer next;

  /// Creates a timer that is not set.
  SessionTimer(SessionCore session, long atNanos, Runnable task) {
    super(session.loop, atNanos, task);
    this.session = session;
  }

  /// Sets the timer, unless it is cancelled or its session has ended by now.
  @Override
  boolean set() {
    if (!session.isOpen()) {
      drop();
    }
    if (isTaken()) {
      return false;
    }
    SessionExtras extras = session.extras(); // first: there may be no memory for it
    boolean isSet = super.set();
    if (isSet) {
      extras.add(this);
    }
    return isSet;
  }

  @Override
  void run(Runnable due) {
    session.call(due);
  }

  @Override
  boolean unset() {
    boolean wasSet = super.unset();
    if (wasSet) {
      session.extras().remove(this);
    }
    return wasSet;
  }
}
