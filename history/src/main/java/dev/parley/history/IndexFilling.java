package dev.parley.history;

import dev.parley.limit.Clock;
import java.time.Duration;

/// When messages are taken into the index of words: with their commit where only few are not in it
/// yet, and else many at a time, or when there is nothing else to do. Confined to the writer's
/// thread.
final class IndexFilling {
  /// Up to so many are taken with their commit, so that a server that is not busy has no
  /// transactions but those.
  private static final int FEW = 64;

  /// So many are not left behind: a search reads them one by one.
  private static final int MANY = 4_096;

  private static final long IDLE_NANOS = Duration.ofMillis(100).toNanos();
  private static final long RETRY_NANOS = Duration.ofSeconds(10).toNanos();

  private final Clock clock;
  private boolean hasFailed;
  private long failedNanos;

  IndexFilling(Clock clock) {
    this.clock = clock;
  }

  /// Returns true if the transaction under way should take them.
  ///
  /// @param rows how many rows are not in the index
  boolean isForCommit(long rows) {
    return rows <= FEW;
  }

  /// Returns true if they should be taken in a transaction of their own.
  ///
  /// @param isIdle true if nothing else is to be written
  boolean isDue(long rows, boolean isIdle) {
    return (rows >= MANY || (isIdle && rows > 0)) && !isPausing();
  }

  /// Returns how long to wait for other work before they are taken.
  ///
  /// @param most the longest wait
  long patienceNanos(long rows, long most) {
    if (rows == 0) {
      return most;
    }
    return Math.min(most, isPausing() ? RETRY_NANOS : IDLE_NANOS);
  }

  /// They could not be taken: not again in the next seconds.
  void failed() {
    hasFailed = true;
    failedNanos = clock.nanos();
  }

  private boolean isPausing() {
    return hasFailed && clock.nanos() - failedNanos < RETRY_NANOS;
  }
}
