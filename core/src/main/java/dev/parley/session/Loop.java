package dev.parley.session;

import java.time.Duration;
import java.util.concurrent.Executor;

/// An event loop: the thread on which a session's handler runs ([Session#loop]). For programs whose
/// sessions share state, such as rooms: what only one loop touches needs no lock.
///
/// ```java
/// if (home.isCurrent()) room.add(session); else home.execute(() -> room.add(session));
/// ```
///
/// A loop runs as long as its server or connector. Objects of one loop are equal. Every method is
/// safe for any thread and never blocks.
public interface Loop extends Executor {
  /// Runs `task` soon, in the order of the calls, where it must not block. Dropped if the loop has
  /// ended. What it throws is reported as [Event.Defect], and ends no session.
  @Override
  void execute(Runnable task);

  /// Returns true on the loop's thread.
  boolean isCurrent();

  /// Runs `task` once, like [#execute], when `delay` has passed: like [Session#after], but for no
  /// session, so that it is not dropped when one ends.
  Session.Timer after(Duration delay, Runnable task);
}
