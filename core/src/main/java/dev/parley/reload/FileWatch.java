package dev.parley.reload;

import dev.parley.limit.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The thread that polls all files that a server follows, so that no event loop ever reads one.
///
/// It polls twice a second and uses no system notifications, which do not cover network folders or
/// links that change their target. It uses at most a sixth of a processor. Has one thread,
/// `parley-files`, a daemon. Safe for any thread.
public final class FileWatch implements AutoCloseable {
  private static final long LOOK_NANOS = Follower.SETTLE_NANOS;

  /// The pause after a poll is at least this many times the poll's duration.
  private static final int PAUSE_PER_LOOK = 5;

  private final List<Follower> followers;
  private final FileListener listener;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();

  // Guarded by the lock.
  private boolean isAsked;
  private boolean isClosed;

  private FileWatch(List<Followed> all, FileListener listener, Clock clock) {
    this.followers = all.stream().map(one -> new Follower(one, listener)).toList();
    this.listener = listener;
    this.clock = clock;
  }

  /// Polls the files for the first time and starts the thread. Blocks on disk I/O.
  public static FileWatch start(List<Followed> all, FileListener listener, Clock clock) {
    FileWatch watch =
        new FileWatch(
            all,
            Objects.requireNonNull(listener, "listener"),
            Objects.requireNonNull(clock, "clock"));
    watch.look(false);
    Thread.ofPlatform().daemon().name("parley-files").start(watch::watch);
    return watch;
  }

  /// Requests a reload of all files, changed or not. Returns at once; the listener is called for
  /// each [Followed], whether or not anything has changed.
  public void reload() {
    lock.lock();
    try {
      isAsked = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Stops polling. The effective content stays as it is.
  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  // The thread.

  private void watch() {
    long pause = LOOK_NANOS;
    while (true) {
      Wake wake = await(pause);
      if (wake == Wake.CLOSED) {
        return;
      }
      long begun = clock.nanos();
      look(wake == Wake.ASKED);
      pause = Math.max(LOOK_NANOS, PAUSE_PER_LOOK * (clock.nanos() - begun));
    }
  }

  private void look(boolean isAskedNow) {
    for (Follower follower : followers) {
      try {
        follower.look(clock.nanos(), isAskedNow);
      } catch (RuntimeException | Error e) {
        listener.failed(e);
      }
    }
  }

  private enum Wake {
    TIME,
    ASKED,
    CLOSED
  }

  private Wake await(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (!isAsked && !isClosed && left > 0) {
        left = woken.awaitNanos(left);
      }
      Wake wake = isClosed ? Wake.CLOSED : isAsked ? Wake.ASKED : Wake.TIME;
      isAsked = false;
      return wake;
    } catch (InterruptedException e) {
      return Wake.CLOSED; // only the runtime can interrupt it
    } finally {
      lock.unlock();
    }
  }
}
