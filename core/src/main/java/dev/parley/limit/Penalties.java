package dev.parley.limit;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Temporary bans of sources for misbehavior, modeled on OpenSSH's `PerSourcePenalties` (its
/// `srclimit.c`): the penalties of one source add up; it is refused once they reach [#LEAST], and
/// then until all of them have elapsed.
///
/// ```
///   a wrong password: 5 s     and another: 10 s     a third: 15 s, so refused for 15 s
/// ```
///
/// Time that elapses between penalties is disregarded as long as it is less than the last penalty:
/// three of 5 s within 5 s are enough, however many nanoseconds lie between them.
///
/// Wider levels ([SourceLevels]) have higher thresholds. Remembers a bounded number of sources; if
/// there are more, the penalty that would expire first is dropped, like OpenSSH's `permissive`
/// overflow. Times are those of [Clock#nanos] and may wrap. Not thread-safe.
public final class Penalties {
  /// The sum of penalties at which a source is refused.
  public static final Duration LEAST = Duration.ofSeconds(15);

  private static final class Penalty {
    final Source source;
    long until;
    boolean isActive;

    Penalty(Source source, long until) {
      this.source = source;
      this.until = until;
    }
  }

  private static final Comparator<Penalty> SOONEST_OVER =
      (one, other) -> {
        long difference = one.until - other.until;
        return difference == 0 ? one.source.compareTo(other.source) : Long.signum(difference);
      };

  private final long mostNanos;
  private final int sources;
  private final Map<Source, Penalty> bySource = SourceTable.empty();
  private final TreeSet<Penalty> byEnd = new TreeSet<>(SOONEST_OVER);

  /// @param most the longest time that a source may be refused, at least [#LEAST]
  /// @param sources the maximum number of sources remembered, at least 1
  public Penalties(Duration most, int sources) {
    this.mostNanos = most.toNanos();
    this.sources = sources;
  }

  /// Adds a penalty at each level.
  public void add(List<Source> levels, Duration penalty, long nowNanos) {
    forget(nowNanos);
    for (int level = 0; level < levels.size(); level++) {
      add(levels.get(level), penalty.toNanos(), leastNanos(level), nowNanos);
    }
  }

  private void add(Source source, long nanos, long least, long now) {
    Penalty penalty = bySource.get(source);
    if (penalty == null) {
      penalty = new Penalty(source, now);
      bySource.put(source, penalty);
    } else {
      byEnd.remove(penalty);
    }
    long left = Math.min(penalty.until - now + nanos, mostNanos);
    penalty.until = now + left;
    penalty.isActive |= left > least - nanos;
    byEnd.add(penalty);
    if (bySource.size() > sources) {
      remove(byEnd.first());
    }
  }

  /// Returns the threshold of a level, at most the largest sum that is possible.
  private long leastNanos(int level) {
    return Math.min(
        SourceLevels.budget((int) LEAST.toSeconds(), level) * Duration.ofSeconds(1).toNanos(),
        mostNanos);
  }

  /// Returns true if one of `levels` is refused now.
  public boolean isRefused(List<Source> levels, long nowNanos) {
    forget(nowNanos);
    for (Source source : levels) {
      Penalty penalty = bySource.get(source);
      if (penalty != null && penalty.isActive) {
        return true;
      }
    }
    return false;
  }

  /// Removes the penalties that have expired.
  private void forget(long now) {
    while (!byEnd.isEmpty() && byEnd.first().until - now <= 0) {
      remove(byEnd.first());
    }
  }

  private void remove(Penalty penalty) {
    byEnd.remove(penalty);
    bySource.remove(penalty.source);
  }

  /// Returns how many sources are remembered, counting each level.
  public int sources() {
    return bySource.size();
  }
}
