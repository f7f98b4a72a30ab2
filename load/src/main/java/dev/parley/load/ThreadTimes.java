package dev.parley.load;

import java.util.HashMap;
import java.util.Map;

/// The processor time of a process, put together from that of its threads, which is told to the
/// nanosecond but only as long as a thread lives, and from that of the whole process, which holds
/// the dead too but is told in ticks:
///
/// ```
///   threads     3 + 5 + 2      what is told of the living
///   + gone          1          what was last told of the dead, and what the ticks say is missing
///   ≥ ticks        10          never less than the whole
/// ```
///
/// So a thread that comes and goes unseen between two readings is counted a tick or two late. Pure;
/// for one thread.
final class ThreadTimes {
  private Map<String, Long> last = Map.of();
  private long gone;
  private boolean isBegun;

  /// The time so far, never less than the one before.
  ///
  /// @param threads nanoseconds by thread number, of those alive
  /// @param leastNanos the process's whole time, rounded down
  /// @param stepNanos how much more than that it may be
  long total(Map<String, Long> threads, long leastNanos, long stepNanos) {
    long alive = 0;
    for (long nanos : threads.values()) {
      alive += nanos;
    }
    for (Map.Entry<String, Long> before : last.entrySet()) {
      Long now = threads.get(before.getKey());
      // Less than before: the number has been given to another thread.
      if (now == null || now < before.getValue()) {
        gone += before.getValue();
      }
    }
    last = new HashMap<>(threads);
    // At first as much as it can be. Otherwise a small debt from before would be found bit by bit,
    // as the rounding goes, and charged to whatever is measured then.
    long floor = isBegun ? leastNanos : leastNanos + stepNanos;
    isBegun = true;
    gone += Math.max(floor - alive - gone, 0);
    return alive + gone;
  }
}
