package dev.parley.limit;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many sessions each source has open, at all its levels ([SourceLevels]), and how many it may
/// have. Holds what is open and nothing else. Not safe for threads.
public final class SourceCounts {
  private static final class Count {
    int value;
  }

  private final int most;
  private final Map<Source, Count> open = SourceTable.empty();

  /// @param most for one source, at least 1; wider levels have more
  public SourceCounts(int most) {
    if (most < 1) {
      throw new IllegalArgumentException(
          most + " sessions per source are out of range; at least 1");
    }
    this.most = most;
  }

  /// The narrowest of `levels` that has the most already; null if one more may come.
  public @Nullable Source full(List<Source> levels) {
    for (int level = 0; level < levels.size(); level++) {
      Source source = levels.get(level);
      Count count = open.get(source);
      if (count != null && count.value >= SourceLevels.budget(most, level)) {
        return source;
      }
    }
    return null;
  }

  /// Counts one more; [#release] takes it back. If there is no memory for it, nothing is counted.
  public void acquire(List<Source> levels) {
    int counted = 0;
    try {
      for (Source source : levels) {
        Count count = open.get(source);
        if (count == null) {
          count = new Count();
          open.put(source, count);
        }
        count.value++;
        counted++;
      }
    } finally {
      if (counted < levels.size()) {
        release(levels, counted);
      }
    }
  }

  /// Counts one less. Takes no memory.
  ///
  /// @throws IllegalStateException if none was counted: our bug, since the door would stay too wide
  public void release(List<Source> levels) {
    release(levels, levels.size());
  }

  /// At the first so many levels.
  private void release(List<Source> levels, int acquired) {
    for (int level = 0; level < acquired; level++) {
      Source source = levels.get(level);
      Count count = open.get(source);
      if (count == null) {
        throw new IllegalStateException("released a session that was never acquired");
      }
      count.value--;
      if (count.value == 0) {
        open.remove(source);
      }
    }
  }

  /// How many sources have something open, each level counted.
  public int sources() {
    return open.size();
  }
}
