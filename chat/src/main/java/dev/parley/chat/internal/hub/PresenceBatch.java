package dev.parley.chat.internal.hub;

import dev.parley.chat.protocol.Notice;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Who has come to a room and gone within a second, told at once. Who leaves and is back within it
/// is not told of. Confined to the hub's loop.
final class PresenceBatch {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Room room;
  private final Set<String> joined = new LinkedHashSet<>(2);
  private final Set<String> left = new LinkedHashSet<>(2);
  private boolean isDue;

  PresenceBatch(Room room) {
    this.room = room;
  }

  void joined(String name) {
    if (!left.remove(name)) {
      joined.add(name);
    }
    announceSoon();
  }

  void left(String name) {
    if (!joined.remove(name)) {
      left.add(name);
    }
    announceSoon();
  }

  /// Members who are told of a new name know the new one only.
  void renamed(String from, String to) {
    if (joined.remove(from)) {
      joined.add(to);
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
      room.tell(
          new Notice.Presence(
              room.key,
              isListed ? List.copyOf(joined) : List.of(),
              isListed ? List.copyOf(left) : List.of(),
              count),
          null);
    }
    joined.clear();
    left.clear();
  }
}
