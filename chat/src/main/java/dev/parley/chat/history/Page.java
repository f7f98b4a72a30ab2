package dev.parley.chat.history;

import java.util.List;

/// A part of a room's log, oldest entry first. It has at least one entry if there is one in the
/// direction that was asked for, at most as many as were asked for, and of their texts at most
/// [#MAX_CHARACTERS], unless it is a single one.
///
/// @param entries the entries, without holes between them
/// @param hasMore true if there are more in the direction that was asked for
public record Page(List<Entry> entries, boolean hasMore) {
  /// The maximum length of all texts of a page: at most 256 KiB of memory.
  public static final int MAX_CHARACTERS = 128 << 10;

  /// Copies the list.
  public Page {
    entries = List.copyOf(entries);
  }
}
