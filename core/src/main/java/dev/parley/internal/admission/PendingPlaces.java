package dev.parley.internal.admission;

import dev.parley.limit.Source;
import dev.parley.limit.SourceLevels;
import dev.parley.limit.SourceTable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The places of peers that have proven nothing yet, ordered for eviction when there are too many:
/// the oldest place of the source that has the most.
///
/// ```
///   all ─┬─ 192.0.2.7 ──────────────── oldest … youngest
///        ├─ 2001:db8::/48 ─ /56 ─ /64 ─ oldest … youngest
///        └─ those not counted ──────── oldest … youngest
/// ```
///
/// At each level the group with the most places is searched; of two with the same number, the one
/// whose place is older. Peers that do not count for a source are each a source of their own. Every
/// change takes time logarithmic in the number of sources. Not thread-safe: guarded by the lock of
/// its [StreamAdmission].
public final class PendingPlaces {
  /// The most sources of a group searched, so that a search does not grow with the table.
  private static final int MAX_LOOKED_AT = 64;

  /// The places of one source, or the sources within it; never empty.
  static final class Group {
    // One lambda of our own: those that the JDK composes are serializable, so the start-up cache
    // does not hold them.
    private static final Comparator<Group> FIRST_TO_LEAVE =
        (one, other) -> {
          int difference = Integer.compare(other.weight(), one.weight());
          return difference != 0 ? difference : Long.compare(one.oldest, other.oldest);
        };

    private final @Nullable Group parent;
    private final @Nullable Source source;
    private final boolean isCounted;
    private final int most;
    private final @Nullable TreeSet<Group> narrower;
    private @Nullable StreamPlace first;
    private @Nullable StreamPlace last;
    private int size;

    /// The id of the place that would be evicted first.
    private long oldest;

    private Group(
        @Nullable Group parent,
        @Nullable Source source,
        boolean isCounted,
        int most,
        boolean isNarrowest) {
      this.parent = parent;
      this.source = source;
      this.isCounted = isCounted;
      this.most = most;
      this.narrower = isNarrowest ? null : new TreeSet<>(FIRST_TO_LEAVE);
    }

    private int weight() {
      return isCounted ? size : 1;
    }

    private void append(StreamPlace place) {
      place.group = this;
      place.older = last;
      if (last == null) {
        first = place;
      } else {
        last.younger = place;
      }
      last = place;
    }

    private void unlink(StreamPlace place) {
      if (place.older == null) {
        first = place.younger;
      } else {
        place.older.younger = place.younger;
      }
      if (place.younger == null) {
        last = place.older;
      } else {
        place.younger.older = place.older;
      }
      place.older = null;
      place.younger = null;
      place.group = null;
    }
  }

  private final int mostPerSource;
  private final Group all;
  private final Map<Source, Group> groups = SourceTable.empty();
  private @Nullable Group uncounted;

  /// @param most the maximum in total
  /// @param mostPerSource the maximum of one source; wider levels have more ([SourceLevels])
  PendingPlaces(int most, int mostPerSource) {
    this.mostPerSource = mostPerSource;
    this.all = new Group(null, null, true, most, false);
  }

  /// Adds the youngest place. If there is no memory for it, it is not added.
  ///
  /// @param levels the sources of its peer, narrowest first; empty for a peer that is not counted
  void add(StreamPlace place, List<Source> levels) {
    boolean isAdded = false;
    try {
      Group group = levels.isEmpty() ? uncounted() : group(levels);
      group.append(place);
      grow(group, 1);
      isAdded = true;
    } finally {
      if (!isAdded) {
        takeBack(place, levels);
      }
    }
  }

  private void takeBack(StreamPlace place, List<Source> levels) {
    if (place.group != null) {
      remove(place);
    }
    for (Source source : levels) {
      Group group = groups.get(source);
      if (group != null && group.size == 0) {
        groups.remove(source);
      }
    }
  }

  private Group uncounted() {
    if (uncounted == null) {
      uncounted = new Group(all, null, false, Integer.MAX_VALUE, true);
    }
    return uncounted;
  }

  private Group group(List<Source> levels) {
    Group group = all;
    for (int level = levels.size() - 1; level >= 0; level--) {
      Source source = levels.get(level);
      Group known = groups.get(source);
      if (known == null) {
        int most = SourceLevels.budget(mostPerSource, level);
        known = new Group(group, source, true, most, level == 0);
        groups.put(source, known);
      }
      group = known;
    }
    return group;
  }

  /// Removes a place that is in this table. Works without memory, too.
  void remove(StreamPlace place) {
    Group group = place.group;
    if (group == null) {
      throw new IllegalStateException("the place is not pending");
    }
    group.unlink(place);
    try {
      grow(group, -1);
    } catch (OutOfMemoryError e) {
      // All is counted, and a group missing from a sorted set is found again.
    }
  }

  /// Changes the sizes of all groups, from the narrowest to the whole table. A group is removed
  /// from its parent's sorted set before its sort key changes.
  ///
  /// All is counted before groups are inserted again, which allocates: if there is no memory, a
  /// group is missing from the set until it changes or the set is empty.
  private void grow(Group narrowest, int by) {
    for (Group group = narrowest; group != null; group = group.parent) {
      if (group.parent != null && group.parent.narrower != null && group.size > 0) {
        boolean _ = group.parent.narrower.remove(group);
      }
      group.size += by;
    }
    for (Group group = narrowest; group != null; group = group.parent) {
      if (group.size > 0) {
        group.oldest = firstToLeave(group).number();
        if (group.parent != null && group.parent.narrower != null) {
          boolean _ = group.parent.narrower.add(group);
        }
      } else if (group.source != null) {
        groups.remove(group.source);
      }
    }
  }

  private StreamPlace firstToLeave(Group outer) {
    Group group = outer;
    while (group.narrower != null) {
      if (group.narrower.isEmpty()) {
        findAgain(group, group.narrower);
      }
      group = group.narrower.first();
    }
    if (group.first == null) {
      throw new IllegalStateException("a source without a place is still known");
    }
    return group.first;
  }

  private void findAgain(Group group, Set<Group> narrower) {
    for (Group each : groups.values()) {
      if (group.equals(each.parent) && each.size > 0) {
        boolean _ = narrower.add(each);
      }
    }
    if (uncounted != null && group.equals(all) && uncounted.size > 0) {
      boolean _ = narrower.add(uncounted);
    }
  }

  /// Returns the place to evict after a newcomer was added, null if none.
  ///
  /// @param levels the newcomer's, as in [#add]
  /// @param taken the number of places taken besides those here
  @Nullable StreamPlace leaver(List<Source> levels, int taken) {
    for (Source source : levels) {
      Group group = groups.get(source);
      if (group != null && group.size > group.most) {
        return firstToLeave(group);
      }
    }
    return all.size + taken > all.most ? first() : null;
  }

  /// Returns the place to evict first; null if there is none.
  @Nullable StreamPlace first() {
    return all.size == 0 ? null : firstToLeave(all);
  }

  /// Returns a place to evict instead of `leaver` if only some places are eligible: the youngest of
  /// its source if that is eligible, otherwise that of the next source with the most places. The
  /// newcomer itself is not eligible.
  ///
  /// @return null if none of the sources searched has such a youngest place
  @Nullable StreamPlace youngestInstead(
      StreamPlace leaver, StreamPlace newcomer, Predicate<StreamPlace> can) {
    Group own = leaver.group;
    if (own == null) {
      throw new IllegalStateException("the place is not pending");
    }
    Predicate<StreamPlace> isFit = place -> !place.equals(newcomer) && can.test(place);
    StreamPlace found = youngest(own, isFit);
    return found != null || own.size > own.most ? found : youngest(all, isFit);
  }

  /// Returns the last place of a source, or the one before it, if it is eligible.
  private static @Nullable StreamPlace youngest(Group group, Predicate<StreamPlace> isFit) {
    if (group.narrower == null) {
      StreamPlace last = group.last;
      StreamPlace before = last == null ? null : last.older;
      if (last != null && isFit.test(last)) {
        return last;
      }
      return before != null && isFit.test(before) ? before : null;
    }
    int looked = 0;
    for (Group narrower : group.narrower) {
      StreamPlace found = youngest(narrower, isFit);
      if (found != null || ++looked == MAX_LOOKED_AT) {
        return found;
      }
    }
    return null;
  }

  /// Returns the number of places.
  int size() {
    return all.size;
  }

  /// Returns the number of sources that have a place here, counting each level.
  int sources() {
    return groups.size();
  }
}
