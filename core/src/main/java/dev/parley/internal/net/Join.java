package dev.parley.internal.net;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Waits for the end of what runs on threads of ours, even when interrupted: a shutdown must be
/// complete. An interrupt is kept for the caller.
final class Join {
  private Join() {}

  /// One wait that may be interrupted.
  private interface Wait {
    void run() throws InterruptedException;
  }

  /// Waits until `thread` has ended, at most `nanos`. Returns at once on `thread` itself and for
  /// one that was never started.
  static void await(Thread thread, long nanos) {
    if (thread.getState() != Thread.State.NEW && !Thread.currentThread().equals(thread)) {
      insist(() -> TimeUnit.NANOSECONDS.timedJoin(thread, nanos));
    }
  }

  /// Waits until `end` has counted down, at most `nanos`.
  static void await(CountDownLatch end, long nanos) {
    insist(() -> {
      boolean _ = end.await(nanos, TimeUnit.NANOSECONDS);
    });
  }

  private static void insist(Wait wait) {
    boolean interrupted = false;
    while (true) {
      try {
        wait.run();
        break;
      } catch (InterruptedException e) {
        interrupted = true; // the interrupt flag is clear here, so the next wait waits
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
