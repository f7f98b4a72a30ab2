package dev.parley.chat.history;

import java.util.List;

/// What to search for.
///
/// @param rooms the keys of the rooms to search in
/// @param words words that a message must contain, each somewhere; text of a person, never syntax
/// @param before only messages that were taken before this one: its time in milliseconds since
///   1970, [Long#MAX_VALUE] for all
/// @param limit the maximum number of results, newest first
public record Search(List<String> rooms, String words, long before, int limit) {
  /// Copies the list.
  public Search {
    rooms = List.copyOf(rooms);
  }

  /// A message that was found.
  public record Hit(String room, Entry entry) {}
}
