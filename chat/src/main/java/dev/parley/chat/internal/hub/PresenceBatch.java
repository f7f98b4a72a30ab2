package dev.parley.chat.internal.hub;

import dev.parley.chat.protocol.Notice;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who has come to a room and gone within a second, told at once. Who leaves and is back within it
/// is not told of, and who comes alone is not told of itself. Confined to the hub's loop.
final class PresenceBatch {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Room room;

  /// By name, the connection with which a member has come.
  private final Map<String, Connection> joined = new LinkedHashMap<>(2);

  private final Set<String> left = new LinkedHashSet<>(2);
  private boolean isDue;

  PresenceBatch(Room room) {
    this.room = room;
  }

  void joined(String name, Connection connection) {
    if (!left.remove(name)) {
      joined.put(name, connection);
    }
    announceSoon();
  }

  void left(String name) {
    if (joined.remove(name) == null) {
      left.add(name);
    }
    announceSoon();
  }

  /// Members who are told of a new name know the new one only.
  void renamed(String from, String to) {
    Connection connection = joined.remove(from);
    if (connection != null) {
      joined.put(to, connection);
    }
  }

  private void announceSoon() {
    if (!isDue) {
      isDue = true;
      var _ = room.hub.loop.after(INTERVAL, this::announce);
    }
  }

  private void announce() {
    isDue = false;
    if (!joined.isEmpty() || !left.isEmpty()) {
      int count = room.members.size();
      boolean isListed = count <= room.hub.limits.maxListedMembers();
      boolean isOne = joined.size() == 1 && left.isEmpty();
      room.tell(
          new Notice.Presence(
              room.key,
              isListed ? List.copyOf(joined.keySet()) : List.of(),
              isListed ? List.copyOf(left) : List.of(),
              count),
          isOne ? joined.values().iterator().next() : null);
    }
    joined.clear();
    left.clear();
  }
}
