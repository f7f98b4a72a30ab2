package dev.parley.internal.net;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Work of one loop that must not be lost although there was no memory to set a timer for it: it
/// runs in the next sweep. Linked through itself, so that nothing is allocated. Confined to its
/// loop.
final class LoopRetries {
  /// A task that may have to run again, created while there is memory.
  static final class Retry {
    private final Runnable task;
    private @Nullable Retry next;
    private boolean isWaiting;

    Retry(Runnable task) {
      this.task = task;
    }
  }

  private @Nullable Retry first;

  boolean isEmpty() {
    return first == null;
  }

  /// Adds a task, unless it waits already. Allocates nothing.
  void add(Retry retry) {
    if (!retry.isWaiting) {
      retry.isWaiting = true;
      retry.next = first;
      first = retry;
    }
  }

  /// Removes all tasks that wait now, and passes them to `runner`, which throws nothing. They may
  /// add themselves again.
  void drain(Consumer<Runnable> runner) {
    Retry retry = first;
    first = null;
    while (retry != null) {
      Retry next = retry.next;
      retry.next = null;
      retry.isWaiting = false;
      runner.accept(retry.task);
      retry = next;
    }
  }
}
