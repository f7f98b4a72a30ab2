package dev.parley.internal.net;

import java.util.PriorityQueue;
import java.util.function.Consumer;

/// The timers of one loop: tasks with the time at which they are due, those of the same time in the
/// order in which they were set. Confined to its loop.
final class LoopTimers {
  private record Timer(long atNanos, long order, Runnable task) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer that) {
      long difference = atNanos - that.atNanos;
      return difference != 0 ? Long.signum(difference) : Long.compare(order, that.order);
    }
  }

  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private long nextOrder;

  /// Sets a timer.
  void add(long atNanos, Runnable task) {
    timers.add(new Timer(atNanos, nextOrder++, task));
  }

  /// Returns the nanoseconds from `nowNanos` to the first timer, negative if it is overdue;
  /// [Long#MAX_VALUE] if there is none.
  long nanosToFirst(long nowNanos) {
    Timer first = timers.peek();
    return first == null ? Long.MAX_VALUE : first.atNanos() - nowNanos;
  }

  /// Passes the tasks of the timers that are due to `runner`. A timer that is set meanwhile waits
  /// for the next call, however early it is due: a task that sets itself again would otherwise
  /// block the loop for ever.
  void runDue(long nowNanos, Consumer<Runnable> runner) {
    long firstNew = nextOrder;
    for (Timer first = timers.peek();
        first != null && first.atNanos() - nowNanos <= 0 && first.order() < firstNew;
        first = timers.peek()) {
      timers.remove();
      runner.accept(first.task());
    }
  }
}
