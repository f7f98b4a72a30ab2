package dev.parley.limit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A bounded queue of work from many sources, served round-robin: one piece of the first source,
/// then one of the next, oldest first within a source. The widest levels take turns
/// ([SourceLevels]), within each of them the narrower ones, so that many sources of one site get
/// one site's share.
///
/// If it overflows, the newest piece of the source that holds the most is dropped. An operation
/// that fails for lack of memory leaves the queue unchanged. Not thread-safe.
public final class FairQueue<T> {
  /// A source with its pieces, or with the sources in it, which take turns in the map's order.
  private static final class Node<T> {
    final LinkedHashMap<Source, Node<T>> narrower = SourceTable.ready(new LinkedHashMap<>(2));
    final RingQueue<T> pieces = new RingQueue<>();
    int size;
  }

  private final int most;
  private final Node<T> all = new Node<>();

  /// Creates a queue of at most `most` pieces.
  public FairQueue(int most) {
    this.most = most;
  }

  /// Adds a piece.
  ///
  /// @param levels its source and those around it, narrowest first
  /// @return the piece that was dropped, possibly this one; null if there was room
  public @Nullable T add(List<Source> levels, T piece) {
    boolean isAdded = false;
    try {
      Node<T> node = all;
      for (int level = levels.size() - 1; level >= 0; level--) {
        node = node.narrower.computeIfAbsent(levels.get(level), _ -> new Node<>());
      }
      node.pieces.add(piece);
      count(levels, 1);
      T leaver = all.size > most ? removeNewest(all) : null;
      isAdded = true;
      return leaver;
    } finally {
      if (!isAdded && !remove(levels, piece)) {
        dropEmpty(levels);
      }
    }
  }

  /// Removes a piece that was added with these levels; returns false if it is no longer here.
  /// Allocates nothing.
  public boolean remove(List<Source> levels, T piece) {
    Node<T> node = all;
    for (int level = levels.size() - 1; level >= 0 && node != null; level--) {
      node = node.narrower.get(levels.get(level));
    }
    if (node == null || !node.pieces.remove(piece)) {
      return false;
    }
    count(levels, -1);
    dropEmpty(levels);
    return true;
  }

  private void count(List<Source> levels, int more) {
    all.size += more;
    Node<T> node = all;
    for (int level = levels.size() - 1; level >= 0 && node != null; level--) {
      node = node.narrower.get(levels.get(level));
      if (node != null) {
        node.size += more;
      }
    }
  }

  /// Removes the widest of `levels` that is empty, with everything in it.
  private void dropEmpty(List<Source> levels) {
    Node<T> outer = all;
    for (int level = levels.size() - 1; level >= 0; level--) {
      Node<T> node = outer.narrower.get(levels.get(level));
      if (node == null) {
        return;
      }
      if (node.size == 0) {
        outer.narrower.remove(levels.get(level));
        return;
      }
      outer = node;
    }
  }

  /// Picks the largest source, and of several the last in turn, which is a newcomer.
  private static <T> @Nullable T removeNewest(Node<T> node) {
    Map.Entry<Source, Node<T>> largest = null;
    for (Map.Entry<Source, Node<T>> entry : node.narrower.entrySet()) {
      if (largest == null || entry.getValue().size >= largest.getValue().size) {
        largest = entry;
      }
    }
    T piece = largest == null ? node.pieces.pollLast() : removeNewest(largest.getValue());
    node.size--; // last, like every change of state: the code above may run out of memory
    if (largest != null && largest.getValue().size == 0) {
      node.narrower.remove(largest.getKey());
    }
    return piece;
  }

  /// Removes and returns the next piece; null if there is none.
  public @Nullable T poll() {
    return all.size == 0 ? null : poll(all);
  }

  private static <T> @Nullable T poll(Node<T> node) {
    Map.Entry<Source, Node<T>> next = node.narrower.firstEntry();
    T piece = next == null ? node.pieces.poll() : poll(next.getValue());
    node.size--; // as above
    if (next != null && next.getValue().size == 0) {
      node.narrower.remove(next.getKey());
    } else if (next != null) {
      var _ = node.narrower.putLast(next.getKey(), next.getValue()); // to the end of the round
    }
    return piece;
  }

  /// Returns the number of pieces queued.
  public int size() {
    return all.size;
  }
}
