package dev.parley.reload;

import dev.parley.limit.Clock;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The thread that looks at all files that a server follows, so that no loop ever reads one.
///
/// It looks twice a second instead of being told by the system, which does not tell of folders that
/// come over a network or of links that point elsewhere; and no oftener than leaves it a sixth of a
/// processor. Has one thread, `parley-files`, a daemon. Safe for any thread.
public final class FileWatch implements AutoCloseable {
  private static final long LOOK_NANOS = Follower.SETTLE_NANOS;

  /// A look that takes long is followed by a pause of at least this many times that.
  private static final int PAUSE_PER_LOOK = 5;

  private final List<Follower> followers;
  private final FileListener listener;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();

  // Under the lock.
  private boolean isAsked;
  private boolean isClosed;

  private FileWatch(List<Followed> all, FileListener listener, Clock clock) {
    this.followers = all.stream().map(one -> new Follower(one, listener)).toList();
    this.listener = listener;
    this.clock = clock;
  }

  /// Looks at the files for the first time and goes on watching them. Blocks on the disk.
  public static FileWatch start(List<Followed> all, FileListener listener, Clock clock) {
    FileWatch watch = new FileWatch(all, listener, clock);
    watch.look(false);
    Thread.ofPlatform().daemon().name("parley-files").start(watch::watch);
    return watch;
  }

  /// Has all files read now, changed or not. Returns at once; for each [Followed] the listener is
  /// told of it, whether or not anything has changed.
  public void reload() {
    lock.lock();
    try {
      isAsked = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Looks no more. What was taken stays.
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
      return Wake.CLOSED; // nobody but the runtime can mean this thread
    } finally {
      lock.unlock();
    }
  }
}
