package dev.parley.chat.internal.hub;

import dev.parley.chat.history.Entry;
import dev.parley.chat.history.Entry.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Somebody with a name. Confined to the hub's loop.
final class Member {
  /// Who it is, in the log: never told to others.
  final String author;

  /// True if a login has proven the name, or it is the person at the server.
  final boolean isProven;

  /// The connections, none while the member is gone and the name is kept.
  final List<Connection> connections = new ArrayList<>(1);

  /// The name as it is shown.
  String name;

  /// The name as it is compared.
  String key;

  boolean isOperator;

  /// Whom this member does not want to hear: authors; null for nobody.
  @Nullable Set<String> ignored;

  /// Up to where this member has read, by the keys of rooms; null for nothing.
  private @Nullable Map<String, Long> read;

  Member(String author, String name, String key, boolean isProven) {
    this.author = author;
    this.name = name;
    this.key = key;
    this.isProven = isProven;
  }

  boolean ignores(String other) {
    Set<String> all = ignored;
    return all != null && all.contains(other);
  }

  /// Returns an entry as this member wants to see it: without the text if its author is ignored.
  /// The place stays, since clients would look for it.
  Entry visible(Entry entry) {
    return ignored != null && ignores(entry.author()) ? entry.with("", State.DELETED) : entry;
  }

  /// Changes whom this member hears.
  void ignore(String other, boolean isIgnored) {
    Set<String> all = ignored == null ? new HashSet<>() : ignored;
    if (isIgnored) {
      all.add(other);
    } else {
      all.remove(other);
    }
    ignored = all.isEmpty() ? null : all;
  }

  long read(String room) {
    Map<String, Long> all = read;
    return all == null ? 0 : all.getOrDefault(room, 0L);
  }

  void read(String room, long seq) {
    Map<String, Long> all = read;
    if (all == null) {
      all = new HashMap<>(2);
      read = all;
    }
    all.put(room, seq);
  }

  /// Returns true if one of the connections is in the room.
  boolean isIn(Room room) {
    for (Connection connection : connections) {
      if (connection.seat(room) != null) {
        return true;
      }
    }
    return false;
  }
}
