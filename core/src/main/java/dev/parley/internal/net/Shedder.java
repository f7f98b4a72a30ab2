package dev.parley.internal.net;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Chooses which links of a loop to close because all together hold too much memory: of the sources
/// that hold most, the links that have made no progress for longest. Links that hold little for
/// their source come last: closing them would gain nothing, and they may be of another source that
/// shares the bucket.
///
/// ```
///   held  █
///         █ █              What is above the level is closed: the level is as high as possible
///   ──────█─█──── level    with no more below it than may stay.
///         █ █ █ ▄
///         a b c d  sources
/// ```
///
/// Allocates nothing when it chooses, since there may be no memory. Confined to its loop.
final class Shedder {
  private final long[] held = new long[SourceBuckets.COUNT];

  /// For each source, half of the average that its links hold.
  private final long[] little = new long[SourceBuckets.COUNT];

  private @Nullable StreamLink[] links = new @Nullable StreamLink[64];
  private int count;

  /// Makes room for this many links to choose from.
  void prepare(int max) {
    if (links.length < max) {
      links = Arrays.copyOf(links, 2 * max);
    }
  }

  /// Returns the bytes that all links hold together.
  long sum(LoopMembers members) {
    Arrays.fill(held, 0);
    Arrays.fill(little, 0);
    long total = 0;
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i) instanceof StreamLink link && link.held() > 0) {
        long one = link.held();
        held[link.source()] += one;
        little[link.source()]++;
        total += one;
      }
    }
    for (int i = 0; i < little.length; i++) {
      little[i] = held[i] / Math.max(2 * little[i], 1);
    }
    return total;
  }

  /// Chooses links that hold memory, until the others hold at most `goal` bytes together.
  ///
  /// @param total the latest result of [#sum]
  /// @param isSpared true for links that are in use and must not be closed at this moment
  /// @return the number of links chosen; [#take] returns them
  int choose(LoopMembers members, long total, long goal, Spared isSpared) {
    long level = level(total, goal);
    count = 0;
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i) instanceof StreamLink link
          && link.held() > 0
          && held[link.source()] > level
          && !isSpared.test(link)) {
        links[count++] = link;
      }
    }
    sort();
    return trim(total, goal, level);
  }

  /// Selects links that must not be chosen at this moment.
  @FunctionalInterface
  interface Spared {
    boolean test(StreamLink link);
  }

  /// Returns a chosen link and removes it from here.
  @Nullable StreamLink take(int index) {
    StreamLink link = links[index];
    links[index] = null;
    return link;
  }

  /// Like [#take], but the link stays here.
  @Nullable StreamLink chosen(int index) {
    return links[index];
  }

  /// Returns the most bytes that each source may keep.
  private long level(long total, long goal) {
    if (total <= goal) {
      return Long.MAX_VALUE;
    }
    long low = 0;
    long high = goal;
    while (low < high) {
      long middle = low + (high - low + 1) / 2;
      if (below(middle) <= goal) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private long below(long level) {
    long sum = 0;
    for (long one : held) {
      sum += Math.min(one, level);
    }
    return sum;
  }

  /// Keeps the first links, until enough is released; from each source down to the level.
  private int trim(long total, long goal, long level) {
    long left = total;
    int chosen = 0;
    for (int i = 0; i < count; i++) {
      StreamLink link = links[i];
      links[i] = null;
      if (link != null && left > goal && held[link.source()] > level) {
        long one = link.held();
        held[link.source()] -= one;
        left -= one;
        links[chosen++] = link;
      }
    }
    return chosen;
  }

  /// Sorts links without progress for longest first, and all that hold little last: a heap sort, in
  /// place.
  private void sort() {
    for (int i = count / 2 - 1; i >= 0; i--) {
      sink(i, count);
    }
    for (int end = count - 1; end > 0; end--) {
      swap(0, end);
      sink(0, end);
    }
  }

  private void sink(int start, int end) {
    int parent = start;
    for (int child = 2 * parent + 1; child < end; child = 2 * parent + 1) {
      if (child + 1 < end && isEarlier(child, child + 1)) {
        child++;
      }
      if (!isEarlier(parent, child)) {
        return;
      }
      swap(parent, child);
      parent = child;
    }
  }

  private boolean isEarlier(int one, int other) {
    StreamLink a = links[one];
    StreamLink b = links[other];
    if (a == null || b == null) {
      return false;
    }
    boolean holdsLittle = holdsLittle(a);
    return holdsLittle == holdsLittle(b) ? a.progressAt() - b.progressAt() < 0 : !holdsLittle;
  }

  private boolean holdsLittle(StreamLink link) {
    return link.held() < little[link.source()];
  }

  private void swap(int one, int other) {
    StreamLink link = links[one];
    links[one] = links[other];
    links[other] = link;
  }
}
