package dev.parley.internal.net;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The timers of one loop. A cancelled one leaves at once: programs set a timer for each request,
/// and cancel nearly all of them. Confined to its loop.
final class LoopTimers {
  private final TreeSet<LoopTimer> timers = new TreeSet<>();
  private long nextOrder;

  /// Sets a timer.
  LoopTimer add(long atNanos, Runnable task) {
    LoopTimer timer = new LoopTimer(atNanos, nextOrder++, task);
    timers.add(timer);
    return timer;
  }

  /// Removes a timer, if it is here. Allocates nothing.
  void remove(LoopTimer timer) {
    timers.remove(timer);
  }

  /// Returns the number of timers.
  int size() {
    return timers.size();
  }

  /// Returns the nanoseconds from `nowNanos` to the first timer, negative if it is overdue;
  /// [Long#MAX_VALUE] if there is none.
  long nanosToFirst(long nowNanos) {
    return timers.isEmpty() ? Long.MAX_VALUE : timers.first().atNanos - nowNanos;
  }

  /// Returns the order that the next timer to be set will have.
  long nextOrder() {
    return nextOrder;
  }

  /// Removes the first timer and returns its task, if it is due.
  ///
  /// @param before the order from which on timers wait, however early they are due: a task that
  ///   sets itself again would otherwise block the loop for ever
  /// @return null if the first one is not due, or waits
  @Nullable Runnable pollDue(long nowNanos, long before) {
    if (timers.isEmpty()) {
      return null;
    }
    LoopTimer first = timers.first();
    if (first.atNanos - nowNanos > 0 || first.order >= before) {
      return null;
    }
    timers.remove(first);
    return first.task;
  }
}
