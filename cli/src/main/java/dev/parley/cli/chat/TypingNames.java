package dev.parley.cli.chat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Who is typing, in each room: those who have told so a short while ago and have said nothing
/// since. Pure; confined to its caller.
final class TypingNames {
  /// How long a member counts as typing: longer than clients wait before they tell it again.
  static final Duration LASTING = Duration.ofSeconds(6);

  /// The most names of a room that are remembered.
  private static final int MAX_NAMES = 20;

  /// By room and name, when it was told.
  private final Map<String, Map<String, Long>> rooms = new LinkedHashMap<>();

  /// Somebody has told to be typing.
  void typing(String room, String name, long now) {
    Map<String, Long> names = rooms.computeIfAbsent(room, _ -> new LinkedHashMap<>());
    if (names.size() < MAX_NAMES || names.containsKey(name)) {
      names.put(name, now);
    }
  }

  /// Somebody has said something, or has gone.
  void done(String room, String name) {
    Map<String, Long> names = rooms.get(room);
    if (names != null) {
      names.remove(name);
      if (names.isEmpty()) {
        rooms.remove(room);
      }
    }
  }

  /// Nobody has this name any more.
  void gone(String name) {
    rooms.values().forEach(names -> names.remove(name));
    rooms.values().removeIf(Map::isEmpty);
    rooms.remove("@" + name);
  }

  /// There is no connection, on which anybody could tell.
  void clear() {
    rooms.clear();
  }

  /// Forgets those who have stopped.
  ///
  /// @return true if there were some
  boolean forget(long now) {
    boolean isChanged = false;
    for (Map<String, Long> names : rooms.values()) {
      isChanged |= names.values().removeIf(at -> now - at >= LASTING.toNanos());
    }
    rooms.values().removeIf(Map::isEmpty);
    return isChanged;
  }

  /// Returns who is typing in a room.
  List<String> in(String room) {
    Map<String, Long> names = rooms.get(room);
    return names == null ? List.of() : List.copyOf(names.keySet());
  }
}
