package dev.parley.load;

import java.util.HashMap;
import java.util.Map;

/// Computes the processor time of a process from two sources: the times of its threads, in
/// nanoseconds but only available while a thread lives, and the time of the whole process, which
/// includes ended threads but is in ticks:
///
/// ```
///   threads     3 + 5 + 2      the times of the living threads
///   + gone          1          the last times of the ended, plus what the ticks say is missing
///   ≥ ticks        10          never less than the whole
/// ```
///
/// So a thread that starts and ends between two readings is counted a tick or two late. Pure; for
/// one thread.
final class ThreadTimes {
  private Map<String, Long> last = Map.of();
  private long gone;
  private boolean isBegun;

  /// Returns the time so far, never less than the previous result.
  ///
  /// @param threads nanoseconds by thread id, of the living threads
  /// @param leastNanos the process's total time, rounded down
  /// @param stepNanos how much the rounding may have removed
  long total(Map<String, Long> threads, long leastNanos, long stepNanos) {
    long alive = 0;
    for (long nanos : threads.values()) {
      alive += nanos;
    }
    for (Map.Entry<String, Long> before : last.entrySet()) {
      Long now = threads.get(before.getKey());
      // If it has decreased, the id has been reused by another thread.
      if (now == null || now < before.getValue()) {
        gone += before.getValue();
      }
    }
    last = new HashMap<>(threads);
    // Starts at the highest possible value. Otherwise a small deficit from before would be made up
    // bit by bit, as the rounding goes, and charged to later measurements.
    long floor = isBegun ? leastNanos : leastNanos + stepNanos;
    isBegun = true;
    gone += Math.max(floor - alive - gone, 0);
    return alive + gone;
  }
}
