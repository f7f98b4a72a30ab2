package dev.parley.limit;

import dev.parley.problem.InvalidValueException;
import dev.parley.problem.SettingProblem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts the open sessions of each source, at all its levels ([SourceLevels]), against a maximum.
/// Keeps no entry for a source without sessions. Not thread-safe.
public final class SourceCounts {
  private static final class Count {
    int value;
  }

  private final int most;
  private final Map<Source, Count> open = SourceTable.empty();

  /// @param most the maximum per source, at least 1; wider levels have more
  public SourceCounts(int most) {
    if (most < 1) {
      throw new InvalidValueException(SettingProblem.SESSIONS_PER_SOURCE, most);
    }
    this.most = most;
  }

  /// Returns the narrowest of `levels` that is full; null if another session is allowed.
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

  /// Counts one more session until [#release]. If memory runs out, nothing is counted.
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

  /// Counts one session less. Allocates nothing.
  ///
  /// @throws IllegalStateException if none was counted: a bug of ours that would disable the limit
  public void release(List<Source> levels) {
    release(levels, levels.size());
  }

  /// Releases the first `acquired` levels.
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

  /// Returns how many sources have open sessions, counting each level.
  public int sources() {
    return open.size();
  }
}
