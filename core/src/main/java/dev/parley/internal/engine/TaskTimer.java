package dev.parley.internal.engine;

import dev.parley.internal.net.EventLoop;
import dev.parley.internal.net.LoopTimer;
import dev.parley.limit.Timeouts;
import dev.parley.session.Session;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/// A timer of a program on a loop. Its task is taken once: by the loop, which runs it when it is
/// due, or by the thread that cancels it. Confined to its loop, except for [#cancel].
class TaskTimer implements Session.Timer {
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
  ///
  /// @return true if it is set
  boolean set() {
    if (!isTaken()) {
      timer = loop.schedule(atNanos, this::due);
    }
    return timer != null;
  }

  private void due() {
    boolean _ = unset();
    Runnable due = take();
    if (due != null) {
      run(due);
    }
  }

  /// Runs the task.
  void run(Runnable due) {
    due.run();
  }

  /// Returns true once the task has begun, or is cancelled or dropped.
  final boolean isTaken() {
    return task == null;
  }

  private @Nullable Runnable take() {
    return TASK.getAndSet(this, null);
  }

  @Override
  public boolean cancel() {
    if (take() == null) {
      return false;
    }
    if (loop.isCurrent()) {
      boolean _ = unset();
    } else {
      loop.execute(this::unset);
    }
    return true;
  }

  /// Drops the task. Allocates nothing.
  final void drop() {
    task = null;
    boolean _ = unset();
  }

  /// Takes the timer off the loop.
  ///
  /// @return false if it was not set
  boolean unset() {
    LoopTimer set = timer;
    if (set == null) {
      return false;
    }
    timer = null;
    loop.cancel(set);
    return true;
  }
}
