package dev.parley.chat.internal.hub;

import dev.parley.chat.history.Entry;
import dev.parley.chat.history.History;
import dev.parley.chat.protocol.Notice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A talk of two. Each of them knows it by the other's name, so each connection gets its own copy;
/// those that are not there yet are taken into it when something is said. Confined to the hub's
/// loop.
final class DirectRoom extends Room {
  private static final String BETWEEN = "\n";

  DirectRoom(Hub hub, String key, History history, RoomOutput output) {
    super(hub, key, history, output);
  }

  static String key(String one, String other) {
    boolean isFirst = one.compareTo(other) < 0;
    return "@" + (isFirst ? one : other) + BETWEEN + (isFirst ? other : one);
  }

  /// Returns whom a talk is with; null if the log is none of this member's talks.
  static @Nullable String other(String key, String author) {
    int end = key.indexOf(BETWEEN);
    if (!key.startsWith("@") || end < 0) {
      return null;
    }
    String one = key.substring(1, end);
    String two = key.substring(end + 1);
    return one.equals(author) ? two : two.equals(author) ? one : null;
  }

  /// Returns both members of a talk; nobody for another room.
  static List<String> authors(String key) {
    int end = key.indexOf(BETWEEN);
    return key.startsWith("@") && end >= 0
        ? List.of(key.substring(1, end), key.substring(end + 1))
        : List.of();
  }

  @Override
  boolean isDirect() {
    return true;
  }

  @Override
  String label(Member viewer) {
    String other = String.valueOf(other(key, viewer.author));
    Member member = hub.roster.author(other);
    return "@" + (member == null ? other.substring(2) : member.key);
  }

  @Override
  boolean isClosed(Member viewer) {
    return isClosed(hub, key, viewer);
  }

  /// Returns true if a talk is with a guest who is gone, and does not come back, but with its
  /// token.
  static boolean isClosed(Hub hub, String key, Member viewer) {
    String other = String.valueOf(other(key, viewer.author));
    return other.startsWith("g:") && hub.roster.author(other) == null;
  }

  @Override
  void deliver(@Nullable Connection sender, Entry entry) {
    int end = key.indexOf(BETWEEN);
    deliver(key.substring(1, end), sender, entry);
    deliver(key.substring(end + 1), sender, entry);
  }

  private void deliver(String author, @Nullable Connection sender, Entry entry) {
    Member member = hub.roster.author(author);
    if (member == null) {
      return;
    }
    if (member.connections.isEmpty() && !member.ignores(entry.author())) {
      member.miss(key, hub.limits.maxRoomsPerMember());
    }
    for (Connection connection : List.copyOf(member.connections)) {
      Seat seat = connection.seat(this);
      if (seat == null) {
        if (connection != sender && !member.ignores(entry.author())) {
          hub.rooms.takeInto(connection, this, entry.seq());
        }
      } else {
        seat.usedAtNanos = hub.clock.nanos();
        deliver(seat, sender, new Notice.Message(seat.label, entry));
      }
    }
  }

  @Override
  void taken(Seat seat) {
    members.add(seat.connection.member());
  }

  @Override
  void tell(Notice notice, @Nullable Connection except) {}

  @Override
  void typing(Connection connection) {
    for (Seat seat : List.copyOf(individuals)) {
      if (seat.connection.member() != connection.member()) {
        seat.connection.send(new Notice.Typing(seat.label, connection.member().name));
      }
    }
  }
}
