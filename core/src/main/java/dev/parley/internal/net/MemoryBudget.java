package dev.parley.internal.net;

import java.util.concurrent.atomic.AtomicLong;

/// How many bytes the streams of all loops of one server may hold together, in buffers and in the
/// state of layers, and how many they hold.
///
/// One number for all loops, so that what one session may hold does not depend on how many loops
/// there are. Only a loop can end its own sessions: one that holds more than its even share does,
/// when too much is held in all. The others get to it within a turn, and hold no more than their
/// share until then; so all together never hold twice what they may. Safe for any thread.
public final class MemoryBudget {
  private final long most;
  private final long share;
  private final AtomicLong held = new AtomicLong();

  /// @param most the bytes that may be held
  /// @param loops how many loops share it
  public MemoryBudget(long most, int loops) {
    this.most = most;
    this.share = most / loops;
  }

  /// Counts so many bytes more, or fewer.
  void add(long more) {
    long _ = held.addAndGet(more);
  }

  /// True if too much is held in all.
  boolean isOverdrawn() {
    return held.get() > most;
  }

  /// True if a loop that holds `own` bytes must have sessions leave.
  boolean isOverdrawnBy(long own) {
    return held.get() > most && own > share;
  }

  /// What a loop that holds `own` bytes may keep. An eighth less than it might, so that who must
  /// leave is not asked again for the next byte.
  long keeps(long own) {
    long excess = held.get() - (most - most / 8);
    return Math.max(own - excess, share - share / 8);
  }
}
