package dev.parley.chat.internal.hub;

import dev.parley.chat.history.Entry;
import dev.parley.chat.history.Entry.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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

  /// When its last connection was lost, on the hub's clock; says something while there is none.
  long lostAtNanos;

  /// Where that was, as a ban names it; nothing for this machine.
  List<String> lostHost = List.of();

  /// Whom this member does not want to hear: authors, with the names that they had; null for
  /// nobody.
  @Nullable Map<String, String> ignored;

  /// Up to where this member has read, by the keys of rooms; null for nothing.
  private @Nullable Map<String, Long> read;

  /// The keys of talks in which something was said while there was no connection, the latest last;
  /// null for none.
  private @Nullable Set<String> missed;

  Member(String author, String name, String key, boolean isProven) {
    this.author = author;
    this.name = name;
    this.key = key;
    this.isProven = isProven;
  }

  boolean ignores(String other) {
    Map<String, String> all = ignored;
    return all != null && all.containsKey(other);
  }

  /// Returns an entry as this member wants to see it: without the text if its author is ignored.
  /// The place stays, since clients would look for it.
  Entry visible(Entry entry) {
    return ignored != null && ignores(entry.author()) ? entry.with("", State.DELETED) : entry;
  }

  /// Changes whom this member hears.
  ///
  /// @param name that of the other; null to hear it again
  void ignore(String other, @Nullable String name) {
    Map<String, String> all = ignored == null ? new LinkedHashMap<>() : ignored;
    if (name != null) {
      all.put(other, name);
    } else {
      all.remove(other);
    }
    ignored = all.isEmpty() ? null : all;
  }

  /// Returns whom this member ignores by a name, as it is compared; null if nobody.
  @Nullable String ignoredAuthor(String nameKey) {
    Map<String, String> all = ignored;
    if (all != null) {
      for (Map.Entry<String, String> one : all.entrySet()) {
        if (one.getValue().equalsIgnoreCase(nameKey)) {
          return one.getKey();
        }
      }
    }
    return null;
  }

  /// Returns all read markers, by the keys of rooms.
  Map<String, Long> read() {
    return read == null ? Map.of() : read;
  }

  /// Something was said to this member while it was away.
  ///
  /// @param most how many talks are remembered
  void miss(String talk, int most) {
    Set<String> all = missed;
    if (all == null) {
      all = new LinkedHashSet<>(2);
      missed = all;
    }
    all.remove(talk);
    if (all.size() >= most) {
      all.remove(all.iterator().next());
    }
    all.add(talk);
  }

  /// Returns the talks in which something was said while this member was away, the latest first,
  /// and forgets them.
  List<String> takeMissed() {
    Set<String> all = missed;
    missed = null;
    return all == null ? List.of() : List.copyOf(all).reversed();
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
