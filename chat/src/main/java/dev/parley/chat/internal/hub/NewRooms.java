package dev.parley.chat.internal.hub;

import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.Notice;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// How many rooms each login, and the guests of each address, may begin: those that are kept count
/// for all, so nobody may use them up. So many at once, and then as an hour earns them. Whoever
/// says the first word in a room has begun it. Confined to the hub's loop.
final class NewRooms {
  private static final long HOUR_NANOS = Duration.ofHours(1).toNanos();
  private static final int MAX_KNOWN = 10_000;

  private final Hub hub;
  private final int perHour;

  /// When each may begin its whole number again; those who may already need not be here.
  private final Map<Object, Long> fullAtNanos = new LinkedHashMap<>();

  NewRooms(Hub hub) {
    this.hub = hub;
    this.perHour = hub.limits.maxNewRoomsPerHour();
  }

  /// Returns true if a member may enter a room that is not there yet; else it is told.
  boolean mayEnter(Connection connection, String name) {
    return isExempt(connection) || !isRefused(connection, name, null);
  }

  /// Returns true if a member may say something in a room, which it begins by that if nothing was
  /// said there before; else it is told.
  boolean mayBegin(Connection connection, Room room, @Nullable String id) {
    if (room.isBegun || room.last > 0 || room.isDirect() || hub.rooms.isLobby(room)) {
      return true;
    }
    if (!isExempt(connection)) {
      if (isRefused(connection, room.key, id)) {
        return false;
      }
      spend(who(connection));
    }
    room.isBegun = true;
    return true;
  }

  private boolean isExempt(Connection connection) {
    return perHour == 0 || connection.member().isOperator;
  }

  private static Object who(Connection connection) {
    Member member = connection.member();
    return member.isProven ? member.author : connection.outlet.source();
  }

  private boolean isRefused(Connection connection, String room, @Nullable String id) {
    long wait = lead(who(connection)) + HOUR_NANOS / perHour - HOUR_NANOS;
    if (wait <= 0) {
      return false;
    }
    connection.refuse(
        new Notice.Refused(
            ChatError.TOO_FAST,
            "you have begun many rooms lately, at most "
                + perHour
                + " an hour (maxNewRoomsPerHour); /rooms lists those that there are, and you can begin "
                + "another one in "
                + (TimeUnit.NANOSECONDS.toMinutes(wait) + 1)
                + " min",
            connection.ref,
            room,
            id,
            TimeUnit.NANOSECONDS.toMillis(wait) + 1));
    return true;
  }

  private long lead(Object who) {
    Long fullAt = fullAtNanos.get(who);
    return fullAt == null ? 0 : Math.max(0, fullAt - hub.clock.nanos());
  }

  private void spend(Object who) {
    long now = hub.clock.nanos();
    long lead = lead(who);
    fullAtNanos.remove(who);
    if (fullAtNanos.size() >= MAX_KNOWN) {
      fullAtNanos.values().removeIf(fullAt -> fullAt - now <= 0);
    }
    if (fullAtNanos.size() >= MAX_KNOWN) {
      Iterator<Object> eldest = fullAtNanos.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
    fullAtNanos.put(who, now + lead + HOUR_NANOS / perHour);
  }
}
