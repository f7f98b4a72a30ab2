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

/// The places of peers that have proven nothing yet, and which of them leaves first when there are
/// too many: of the source that has most of them the oldest.
///
/// ```
///   all ─┬─ 192.0.2.7 ──────────────── oldest … youngest
///        ├─ 2001:db8::/48 ─ /56 ─ /64 ─ oldest … youngest
///        └─ those not counted ──────── oldest … youngest
/// ```
///
/// At each level the one that has most places is searched for the one that leaves; where two have
/// as many, the one whose place would be the older. Those not counted per source are each a source
/// of their own. Every change costs the logarithm of the number of sources. Not safe for threads:
/// its [StreamAdmission] locks.
public final class PendingPlaces {
  /// How many sources of a group are searched, so that a search is never as long as the table.
  private static final int MOST_LOOKED_AT = 64;

  /// The places of one source, or the sources in it; an empty one does not exist.
  static final class Group {
    private static final Comparator<Group> FIRST_TO_LEAVE =
        Comparator.comparingInt((Group group) -> group.isCounted ? -group.size : -1)
            .thenComparingLong(group -> group.oldest);

    private final @Nullable Group parent;
    private final @Nullable Source source;
    private final boolean isCounted;
    private final int most;
    private final @Nullable TreeSet<Group> narrower;
    private @Nullable StreamPlace first;
    private @Nullable StreamPlace last;
    private int size;

    /// The number of the place that would leave first.
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

  /// @param most in all
  /// @param mostPerSource of one source; wider levels have more ([SourceLevels])
  PendingPlaces(int most, int mostPerSource) {
    this.mostPerSource = mostPerSource;
    this.all = new Group(null, null, true, most, false);
  }

  /// Adds the youngest place. If there is no memory for it, it is not here.
  ///
  /// @param levels the sources of its peer, narrowest first; empty for one that is not counted
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

  /// Takes out a place that is here. Does so without memory, too.
  void remove(StreamPlace place) {
    Group group = place.group;
    if (group == null) {
      throw new IllegalStateException("the place is not pending");
    }
    group.unlink(place);
    try {
      grow(group, -1);
    } catch (OutOfMemoryError e) {
      // All is counted, and what is missing in an order is found again.
    }
  }

  /// From the narrowest to all; a group lies in the set of its parent by what it was before.
  ///
  /// All is counted before anything is put in again, which takes memory: a group for which there is
  /// none is missing there until it changes or nobody else is left.
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

  /// Who has to leave now that a newcomer has been added, null if nobody.
  ///
  /// @param levels the newcomer's, as in [#add]
  /// @param taken how many places are taken besides those here
  @Nullable StreamPlace leaver(List<Source> levels, int taken) {
    for (Source source : levels) {
      Group group = groups.get(source);
      if (group != null && group.size > group.most) {
        return firstToLeave(group);
      }
    }
    return all.size + taken > all.most ? first() : null;
  }

  /// Who leaves first of all; null if there is nobody.
  @Nullable StreamPlace first() {
    return all.size == 0 ? null : firstToLeave(all);
  }

  /// Who leaves instead of `leaver` where only some can: the youngest of its source if it is one of
  /// them, otherwise that of the next source with the most places. The newcomer itself does not
  /// count.
  ///
  /// @return null if none of the first sources has such a youngest place
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

  /// Of a source the last or the one before it is looked at.
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
      if (found != null || ++looked == MOST_LOOKED_AT) {
        return found;
      }
    }
    return null;
  }

  int size() {
    return all.size;
  }

  /// How many sources have a place here, each level counted.
  int sources() {
    return groups.size();
  }
}
