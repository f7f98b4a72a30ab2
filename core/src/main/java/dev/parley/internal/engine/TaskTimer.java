package dev.parley.internal.engine;

import dev.parley.internal.net.EventLoop;
import dev.parley.internal.net.LoopTimer;
import dev.parley.limit.Timeouts;
import dev.parley.session.Session;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/// A timer of a program on a loop, of no session. Its task is taken once, by the loop or by the
/// thread that cancels it. Confined to its loop, except for [#cancel].
final class TaskTimer implements Session.Timer {
  private static final AtomicReferenceFieldUpdater<TaskTimer, @Nullable Runnable> TASK =
      AtomicReferenceFieldUpdater.newUpdater(TaskTimer.class, Runnable.class, "task");

  private final EventLoop loop;
  private final long atNanos;

  /// Null once it is taken.
  private volatile @Nullable Runnable task;

  /// Null unless it is set.
  private @Nullable LoopTimer timer;

  /// Creates a timer that is not set.
  TaskTimer(EventLoop loop, long atNanos, Runnable task) {
    this.loop = loop;
    this.atNanos = atNanos;
    this.task = task;
  }

  /// Returns the length of a delay: 0 for a negative one, at most a year.
  static long nanos(Duration delay) {
    if (delay.isNegative()) {
      return 0;
    }
    return delay.compareTo(Timeouts.LONGEST) < 0 ? delay.toNanos() : Timeouts.LONGEST.toNanos();
  }

  /// Sets the timer, unless it is cancelled by now.
  void set() {
    if (task != null) {
      timer = loop.schedule(atNanos, this::run);
    }
  }

  private void run() {
    timer = null;
    Runnable due = TASK.getAndSet(this, null);
    if (due != null) {
      due.run();
    }
  }

  @Override
  public boolean cancel() {
    if (TASK.getAndSet(this, null) == null) {
      return false;
    }
    if (loop.isCurrent()) {
      drop();
    } else {
      loop.execute(this::drop);
    }
    return true;
  }

  private void drop() {
    LoopTimer set = timer;
    if (set != null) {
      timer = null;
      loop.cancel(set);
    }
  }
}
