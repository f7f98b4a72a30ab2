package dev.parley.internal.net;

import java.util.concurrent.TimeUnit;

/// Waits for threads of ours to end.
final class Join {
  private Join() {}

  /// Waits until `thread` has ended, at most `nanos`, even when interrupted: a shutdown must be
  /// complete. An interrupt is kept for the caller. Returns at once on `thread` itself and for one
  /// that was never started.
  static void await(Thread thread, long nanos) {
    if (thread.getState() == Thread.State.NEW || Thread.currentThread().equals(thread)) {
      return;
    }
    boolean interrupted = false;
    while (true) {
      try {
        TimeUnit.NANOSECONDS.timedJoin(thread, nanos);
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
