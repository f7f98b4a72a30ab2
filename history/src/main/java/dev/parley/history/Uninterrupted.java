package dev.parley.history;

/// Waits for a thread whatever happens.
final class Uninterrupted {
  private Uninterrupted() {}

  /// Waits until `thread` has ended. An interrupt is kept for later.
  static void join(Thread thread) {
    boolean wasInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
