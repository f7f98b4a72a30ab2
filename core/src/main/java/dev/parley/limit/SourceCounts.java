package dev.parley.limit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many sessions each source has open, at all its levels ([SourceLevels]), and how many it may
/// have. Holds what is open and nothing else. Not safe for threads.
public final class SourceCounts {
  private final int most;
  private final Map<Source, Integer> open = new HashMap<>();

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
      if (open.getOrDefault(source, 0) >= SourceLevels.budget(most, level)) {
        return source;
      }
    }
    return null;
  }

  /// Counts one more; [#release] takes it back.
  public void acquire(List<Source> levels) {
    for (Source source : levels) {
      open.merge(source, 1, Integer::sum);
    }
  }

  /// Counts one less.
  ///
  /// @throws IllegalStateException if none was counted: our bug, since the door would stay too wide
  public void release(List<Source> levels) {
    for (int level = 0; level < levels.size(); level++) {
      Source source = levels.get(level);
      Integer count = open.get(source);
      if (count == null) {
        throw new IllegalStateException("released a session that was never acquired");
      }
      if (count == 1) {
        open.remove(source);
      } else {
        open.put(source, count - 1);
      }
    }
  }

  /// How many sources have something open, each level counted.
  public int sources() {
    return open.size();
  }
}
