package dev.parley.limit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A rate limiter per source, at all its levels ([SourceLevels]): a [TokenBucket] for each recently
/// active source.
///
/// Remembers a bounded number of sources and evicts the least recently used. Not thread-safe.
public final class SourceRates {
  private final int perSecond;
  private final int burst;
  private final Map<Source, TokenBucket> buckets;

  /// @param perSecond average rate of one source, at least 1
  /// @param burst burst of one source, at least 1
  /// @param sources the maximum number of sources remembered
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

  /// Takes one token at each level; if it is too soon at any of them, returns false and takes none.
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

  /// Returns how many sources are remembered.
  public int sources() {
    return buckets.size();
  }
}
