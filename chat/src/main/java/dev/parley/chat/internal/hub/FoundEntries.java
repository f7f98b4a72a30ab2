package dev.parley.chat.internal.hub;

import dev.parley.chat.history.Search;
import java.util.ArrayList;
import java.util.List;

/// What searches of several logs have found, newest first. Each log keeps its own order. Confined
/// to the hub's loop.
final class FoundEntries {
  private List<Search.Hit> all = List.of();

  /// Adds what one log has found, newest first.
  void merge(List<Search.Hit> hits) {
    List<Search.Hit> merged = new ArrayList<>(all.size() + hits.size());
    int ours = 0;
    int theirs = 0;
    while (ours < all.size() && theirs < hits.size()) {
      Search.Hit one = all.get(ours);
      Search.Hit other = hits.get(theirs);
      if (one.entry().time().isBefore(other.entry().time())) {
        merged.add(other);
        theirs++;
      } else {
        merged.add(one);
        ours++;
      }
    }
    merged.addAll(all.subList(ours, all.size()));
    merged.addAll(hits.subList(theirs, hits.size()));
    all = merged;
  }

  List<Search.Hit> newestFirst() {
    return all;
  }
}
