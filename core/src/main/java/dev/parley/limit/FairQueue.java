package dev.parley.limit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Pieces of work of many sources, served in turn: first one source's, then the next one's, and of
/// each the oldest. The widest levels take turns ([SourceLevels]), within each of them the narrower
/// ones, so that many sources of one site have one site's share.
///
/// Bounded: when one piece more than the most has come, the newest of the source that holds most
/// gives way. What it throws for want of memory has changed nothing. Not safe for threads.
public final class FairQueue<T> {
  /// A source with its pieces, or with the sources in it; those take turns in the map's order.
  private static final class Node<T> {
    final LinkedHashMap<Source, Node<T>> narrower = SourceTable.ready(new LinkedHashMap<>(2));
    final RingQueue<T> pieces = new RingQueue<>();
    int size;
  }

  private final int most;
  private final Node<T> all = new Node<>();

  /// A queue of at most `most` pieces.
  public FairQueue(int most) {
    this.most = most;
  }

  /// Adds a piece.
  ///
  /// @param levels its source and those around it, narrowest first
  /// @return the piece that gives way, possibly this one; null if there was room
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

  /// Takes out a piece that was added with these levels; false if it is not here any more. Takes no
  /// memory.
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

  /// The widest that is empty, with all in it.
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

  /// Of those that hold most the last in turn gives way, which is a newcomer.
  private static <T> @Nullable T removeNewest(Node<T> node) {
    Map.Entry<Source, Node<T>> largest = null;
    for (Map.Entry<Source, Node<T>> entry : node.narrower.entrySet()) {
      if (largest == null || entry.getValue().size >= largest.getValue().size) {
        largest = entry;
      }
    }
    T piece = largest == null ? node.pieces.pollLast() : removeNewest(largest.getValue());
    node.size--; // last, like all that changes something: there may be no memory for the rest
    if (largest != null && largest.getValue().size == 0) {
      node.narrower.remove(largest.getKey());
    }
    return piece;
  }

  /// Takes the next piece; null if there is none.
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
      var _ = node.narrower.putLast(next.getKey(), next.getValue()); // behind all others
    }
    return piece;
  }

  /// How many pieces wait.
  public int size() {
    return all.size;
  }
}
