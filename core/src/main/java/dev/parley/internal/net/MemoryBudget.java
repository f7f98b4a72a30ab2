package dev.parley.internal.net;

import java.util.concurrent.atomic.AtomicLong;

/// The memory budget for the streams of all loops of one server: the bytes that they may hold
/// together in buffers and in the state of layers, and the bytes that they hold.
///
/// One budget for all loops, so that the limit for a session does not depend on the number of
/// loops. Only a loop can close its own sessions: a loop that holds more than its even share does
/// so when the total exceeds the budget. The other loops check within a turn, and hold no more than
/// their share until then; so the total never exceeds twice the budget. Safe for any thread.
public final class MemoryBudget {
  private final long maxBytes;
  private final long share;
  private final AtomicLong held = new AtomicLong();

  /// @param maxBytes the budget in bytes
  /// @param loops the number of loops that share it
  public MemoryBudget(long maxBytes, int loops) {
    this.maxBytes = maxBytes;
    this.share = maxBytes / loops;
  }

  /// Adds `more` bytes, or removes them if negative.
  void add(long more) {
    long _ = held.addAndGet(more);
  }

  /// Returns the total.
  long held() {
    return held.get();
  }

  /// Returns true if the total exceeds the budget.
  boolean isOverdrawn() {
    return held.get() > maxBytes;
  }

  /// Returns true if a loop that holds `own` bytes must close sessions.
  boolean isOverdrawnBy(long own) {
    return held.get() > maxBytes && own > share;
  }

  /// Returns how many bytes a loop that holds `own` bytes may keep. An eighth less than the budget
  /// would allow, so that the next byte does not trigger it again.
  long keeps(long own) {
    long excess = held.get() - (maxBytes - maxBytes / 8);
    return Math.max(own - excess, share - share / 8);
  }
}
