package dev.parley.chat.history;

import java.util.List;

/// A part of a room's log, oldest entry first.
///
/// @param entries the entries, without holes between them
/// @param hasMore true if there are more in the direction that was asked for
public record Page(List<Entry> entries, boolean hasMore) {
  /// Copies the list.
  public Page {
    entries = List.copyOf(entries);
  }
}
