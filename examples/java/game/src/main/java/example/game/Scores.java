package example.game;

import java.util.concurrent.locks.ReentrantLock;

/// The best player so far. Safe for threads: all conversations share it. It may use a lock, since a
/// virtual thread that waits for one costs nothing.
final class Scores {
  private final ReentrantLock lock = new ReentrantLock();
  private String best = "";
  private int guesses = Integer.MAX_VALUE;

  /// Notes a result.
  ///
  /// @return a sentence about it
  String add(String name, int guesses) {
    lock.lock();
    try {
      if (guesses >= this.guesses) {
        return "the best is " + best + " with " + this.guesses;
      }
      this.best = name;
      this.guesses = guesses;
      return "you are the best, " + name;
    } finally {
      lock.unlock();
    }
  }
}
