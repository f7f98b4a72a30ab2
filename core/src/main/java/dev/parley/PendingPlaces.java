package dev.parley;

import dev.parley.limit.Source;
import dev.parley.limit.SourceLevels;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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
final class PendingPlaces {
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

    private StreamPlace firstToLeave() {
      Group group = this;
      while (group.narrower != null) {
        group = group.narrower.first();
      }
      if (group.first == null) {
        throw new IllegalStateException("a source without a place is still known");
      }
      return group.first;
    }
  }

  private final int mostPerSource;
  private final Group all;
  private final Map<Source, Group> groups = new HashMap<>();
  private @Nullable Group uncounted;

  /// @param most in all
  /// @param mostPerSource of one source; wider levels have more ([SourceLevels])
  PendingPlaces(int most, int mostPerSource) {
    this.mostPerSource = mostPerSource;
    this.all = new Group(null, null, true, most, false);
  }

  /// Adds the youngest place.
  ///
  /// @param levels the sources of its peer, narrowest first; empty for one that is not counted
  void add(StreamPlace place, List<Source> levels) {
    Group group = levels.isEmpty() ? uncounted() : group(levels);
    group.append(place);
    grow(group, 1);
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

  /// Takes out a place that is here.
  void remove(StreamPlace place) {
    Group group = place.group;
    if (group == null) {
      throw new IllegalStateException("the place is not pending");
    }
    group.unlink(place);
    grow(group, -1);
  }

  /// From the narrowest to all; a group lies in the set of its parent by what it was before.
  private void grow(Group narrowest, int by) {
    for (Group group = narrowest; group != null; group = group.parent) {
      TreeSet<Group> siblings = group.parent == null ? null : group.parent.narrower;
      if (siblings != null && group.size > 0) {
        siblings.remove(group);
      }
      group.size += by;
      if (group.size > 0) {
        group.oldest = group.firstToLeave().number();
        if (siblings != null) {
          siblings.add(group);
        }
      } else if (group.source != null) {
        groups.remove(group.source);
      }
    }
  }

  /// Who has to leave before a newcomer comes in, null if nobody.
  ///
  /// @param levels the newcomer's, as in [#add]
  /// @param taken how many places are taken besides those here
  @Nullable StreamPlace leaver(List<Source> levels, int taken) {
    for (Source source : levels) {
      Group group = groups.get(source);
      if (group != null && group.size >= group.most) {
        return group.firstToLeave();
      }
    }
    return all.size + taken >= all.most ? first() : null;
  }

  /// Who leaves first of all; null if there is nobody.
  @Nullable StreamPlace first() {
    return all.size == 0 ? null : all.firstToLeave();
  }

  int size() {
    return all.size;
  }

  /// How many sources have a place here, each level counted.
  int sources() {
    return groups.size();
  }
}
