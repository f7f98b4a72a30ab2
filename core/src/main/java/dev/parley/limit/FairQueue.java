package dev.parley.limit;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Pieces of work of many sources, served in turn: first one source's, then the next one's, and of
/// each the oldest. The widest levels take turns ([SourceLevels]), within each of them the narrower
/// ones, so that many sources of one site have one site's share.
///
/// Bounded: when one piece more than the most has come, the newest of the source that holds most
/// gives way. Not safe for threads.
public final class FairQueue<T> {
  /// A source with its pieces, or with the sources in it; those take turns in the map's order.
  private static final class Node<T> {
    final Map<Source, Node<T>> narrower = new LinkedHashMap<>(2);
    final ArrayDeque<T> pieces = new ArrayDeque<>(2);
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
    Node<T> node = all;
    node.size++;
    for (Source source : levels.reversed()) {
      node = node.narrower.computeIfAbsent(source, _ -> new Node<>());
      node.size++;
    }
    node.pieces.addLast(piece);
    return all.size > most ? removeNewest(all) : null;
  }

  /// Of those that hold most the last in turn gives way, which is a newcomer.
  private static <T> @Nullable T removeNewest(Node<T> node) {
    node.size--;
    Map.Entry<Source, Node<T>> largest = null;
    for (Map.Entry<Source, Node<T>> entry : node.narrower.entrySet()) {
      if (largest == null || entry.getValue().size >= largest.getValue().size) {
        largest = entry;
      }
    }
    if (largest == null) {
      return node.pieces.pollLast();
    }
    T piece = removeNewest(largest.getValue());
    if (largest.getValue().size == 0) {
      node.narrower.remove(largest.getKey());
    }
    return piece;
  }

  /// Takes the next piece; null if there is none.
  public @Nullable T poll() {
    return all.size == 0 ? null : poll(all);
  }

  private static <T> @Nullable T poll(Node<T> node) {
    node.size--;
    if (node.narrower.isEmpty()) {
      return node.pieces.pollFirst();
    }
    Source next = node.narrower.keySet().iterator().next();
    Node<T> narrower = node.narrower.remove(next);
    T piece = narrower == null ? null : poll(narrower);
    if (narrower != null && narrower.size > 0) {
      node.narrower.put(next, narrower); // behind all others
    }
    return piece;
  }

  /// How many pieces wait.
  public int size() {
    return all.size;
  }
}
