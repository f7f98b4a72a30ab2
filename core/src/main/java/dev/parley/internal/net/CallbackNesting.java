package dev.parley.internal.net;

import dev.parley.limit.RingQueue;
import java.util.function.Consumer;

/// The nesting depth of callbacks of sessions and other work on a loop, and the tasks deferred
/// until the outermost one has ended. Confined to its loop.
///
/// A notification to a session must not start inside another one, or a handler that iterates over
/// its sessions would see its own changes.
final class CallbackNesting {
  private final Consumer<Throwable> failed;
  private final RingQueue<Runnable> deferred = new RingQueue<>();
  private int depth;
  private boolean isRunningDeferred;

  /// Creates a nesting of depth 0.
  ///
  /// @param failed receives what [#run] catches; throws nothing
  CallbackNesting(Consumer<Throwable> failed) {
    this.failed = failed;
  }

  /// Marks the beginning of a callback; [#exit] follows.
  void enter() {
    depth++;
  }

  /// Marks the end of a callback. After the outermost one, the deferred tasks run.
  void exit() {
    depth--;
    runDeferred();
  }

  /// Runs `task` at once if no callback is running, otherwise after the outermost one.
  void defer(Runnable task) {
    deferred.add(task);
    runDeferred();
  }

  private void runDeferred() {
    if (depth > 0 || isRunningDeferred) {
      return;
    }
    isRunningDeferred = true;
    for (Runnable task = deferred.poll(); task != null; task = deferred.poll()) {
      run(task);
    }
    isRunningDeferred = false;
  }

  /// Runs `work` as a callback and reports what it throws. A failure in one session must not end
  /// the others: sessions catch exceptions of their handlers, so an exception that gets here is our
  /// own defect; it is reported, and the loop goes on.
  ///
  /// The work counts as a callback: if a connection is found broken while the shared write buffer
  /// changes hands, its session is notified after the work, not in the middle of another session's
  /// send.
  void run(Runnable work) {
    enter();
    try {
      work.run();
    } catch (Throwable e) {
      failed.accept(e);
    } finally {
      exit();
    }
  }
}
