package dev.parley.chat.internal.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.session.Loop;
import dev.parley.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The loop of the hub: that of the first session. Until there is one, the calling threads do the
/// work themselves, one at a time, so that a console works in an empty server. Safe for any thread.
public final class HomeLoop implements Loop {
  private final ReentrantLock lock = new ReentrantLock();

  /// Set once.
  private volatile @Nullable Loop loop;

  @GuardedBy("lock")
  private final List<Later> timers = new ArrayList<>(0);

  private record Later(Duration delay, Runnable task) {}

  /// Creates a loop that is none yet.
  public HomeLoop() {}

  /// Takes this loop, unless there is one. On that loop.
  public void adopt(Loop first) {
    if (loop != null) {
      return;
    }
    lock.lock();
    try {
      if (loop == null) {
        for (Later timer : timers) {
          var _ = first.after(timer.delay(), timer.task());
        }
        timers.clear();
        loop = first;
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isCurrent() {
    Loop own = loop;
    return own == null ? lock.isHeldByCurrentThread() : own.isCurrent();
  }

  /// Runs a task now if this is the loop's thread, else later. Before there is a loop, runs it on
  /// this thread.
  public void run(Runnable task) {
    Loop own = loop;
    if (own != null && own.isCurrent()) {
      task.run();
    } else {
      execute(task);
    }
  }

  @Override
  public void execute(Runnable task) {
    Loop own = loop;
    if (own == null) {
      lock.lock();
      try {
        own = loop;
        if (own == null) {
          task.run();
          return;
        }
      } finally {
        lock.unlock();
      }
    }
    own.execute(task);
  }

  @Override
  public Session.Timer after(Duration delay, Runnable task) {
    Loop own = loop;
    if (own == null) {
      lock.lock();
      try {
        own = loop;
        if (own == null) {
          Later later = new Later(delay, task);
          timers.add(later);
          return () -> drop(later);
        }
      } finally {
        lock.unlock();
      }
    }
    return own.after(delay, task);
  }

  private boolean drop(Later later) {
    lock.lock();
    try {
      return timers.remove(later);
    } finally {
      lock.unlock();
    }
  }
}
