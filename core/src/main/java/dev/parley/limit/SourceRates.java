package dev.parley.limit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How often each source may do something, at all its levels ([SourceLevels]): a [TokenBucket] for
/// each source that did it of late.
///
/// Remembers a bounded number of sources, and forgets the one first that was here longest ago. Not
/// safe for threads.
public final class SourceRates {
  private final int perSecond;
  private final int burst;
  private final Map<Source, TokenBucket> buckets;

  /// @param perSecond how often one source may on average, at least 1
  /// @param burst how often at once, at least 1
  /// @param sources how many are remembered
  public SourceRates(int perSecond, int burst, int sources) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.buckets =
        SourceTable.ready(
            new LinkedHashMap<Source, TokenBucket>(16, 0.75f, true) {
              @Override
              protected boolean removeEldestEntry(Map.Entry<Source, TokenBucket> eldest) {
                return size() > sources;
              }
            });
  }

  /// Counts one more at each level; false, and nothing counted, if it is too soon at one of them.
  public boolean take(List<Source> levels, long nowNanos) {
    for (int level = 0; level < levels.size(); level++) {
      if (bucket(levels.get(level), level, nowNanos).waitNanos(nowNanos) > 0) {
        return false;
      }
    }
    for (int level = 0; level < levels.size(); level++) {
      bucket(levels.get(level), level, nowNanos).spend(1, nowNanos);
    }
    return true;
  }

  private TokenBucket bucket(Source source, int level, long nowNanos) {
    return buckets.computeIfAbsent(
        source,
        _ ->
            TokenBucket.perSecond(
                SourceLevels.budget(perSecond, level),
                SourceLevels.budget(burst, level),
                nowNanos));
  }

  /// How many sources are remembered.
  public int sources() {
    return buckets.size();
  }
}
