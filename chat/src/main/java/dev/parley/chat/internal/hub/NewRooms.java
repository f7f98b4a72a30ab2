package dev.parley.chat.internal.hub;

import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.Notice;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Limits how many rooms each login, and all guests of one address together, may create, so that
/// nobody uses up the rooms of the server. It is a token bucket: a burst of an hour's number,
/// refilled over the hour. A member who enters a room that does not exist creates it. A room that
/// disappears without a message is given back, so an owner's existing rooms never exceed the limit.
/// Confined to the hub's loop.
final class NewRooms {
  private static final long HOUR_NANOS = Duration.ofHours(1).toNanos();
  private static final int MAX_KNOWN = 10_000;

  private final Hub hub;
  private final int perHour;

  /// When each may make its whole number again; those who may already need not be here.
  private final Map<Object, Long> fullAtNanos = new LinkedHashMap<>();

  NewRooms(Hub hub) {
    this.hub = hub;
    this.perHour = hub.limits.maxNewRoomsPerHour();
  }

  /// Returns true if a member may make a room; else it is told.
  boolean mayMake(Connection connection, String name) {
    return isExempt(connection) || !isRefused(connection, name);
  }

  /// A member has made a room.
  void made(Connection connection, Room room) {
    if (!isExempt(connection)) {
      Object maker = who(connection);
      room.maker = maker;
      spend(maker);
    }
  }

  /// A room is gone, and nothing was said there.
  void gone(Room room) {
    Object maker = room.maker;
    if (maker != null) {
      fullAtNanos.computeIfPresent(maker, (_, fullAt) -> fullAt - HOUR_NANOS / perHour);
      room.maker = null;
    }
  }

  private boolean isExempt(Connection connection) {
    return perHour == 0 || connection.member().isOperator;
  }

  private static Object who(Connection connection) {
    Member member = connection.member();
    return member.isProven ? member.author : connection.outlet.source();
  }

  private boolean isRefused(Connection connection, String room) {
    long wait = lead(who(connection)) + HOUR_NANOS / perHour - HOUR_NANOS;
    if (wait <= 0) {
      return false;
    }
    connection.refuse(
        new Notice.Refused(
            ChatError.TOO_FAST,
            "you have made many rooms lately, at most "
                + perHour
                + " an hour (maxNewRoomsPerHour); /rooms lists those that there are, and you can make "
                + "another one in "
                + (TimeUnit.NANOSECONDS.toMinutes(wait) + 1)
                + " min",
            connection.ref,
            room,
            null,
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
