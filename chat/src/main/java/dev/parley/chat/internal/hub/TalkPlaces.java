package dev.parley.chat.internal.hub;

import dev.parley.chat.protocol.Notice;
import java.util.Comparator;
import java.util.List;

/// The talks of two that a connection is in at once. Others open them, so that none is refused when
/// there are as many as may be: the connection leaves another one. That is one with somebody who is
/// gone, or else one that the member has not asked for and said nothing in, or else any; of these
/// that in which nothing was said for longest. Confined to the hub's loop.
final class TalkPlaces {
  private final Hub hub;

  TalkPlaces(Hub hub) {
    this.hub = hub;
  }

  /// Returns how many rooms a connection is in that are no talks of two.
  static int rooms(Connection connection) {
    return connection.seats.size() - talks(connection).size();
  }

  private static List<Seat> talks(Connection connection) {
    return connection.seats.stream().filter(seat -> seat.room.isDirect()).toList();
  }

  /// Returns how many talks a connection may enter without leaving one.
  int free(Connection connection) {
    return hub.limits.maxRoomsPerMember() - talks(connection).size();
  }

  /// Makes a place for one more talk.
  void makePlace(Connection connection) {
    if (free(connection) > 0) {
      return;
    }
    long now = hub.clock.nanos();
    talks(connection).stream()
        .min(
            Comparator.comparingInt(TalkPlaces::weight)
                .thenComparingLong(seat -> seat.usedAtNanos - now))
        .ifPresent(this::leave);
  }

  private static int weight(Seat seat) {
    if (seat.connection.current == seat) {
      return 3; // what a person types next is for it
    }
    return seat.room.isClosed(seat.connection.member()) ? 0 : seat.isWanted ? 2 : 1;
  }

  private void leave(Seat seat) {
    Connection connection = seat.connection;
    boolean wasCurrent = connection.current == seat;
    seat.room.leave(seat, false);
    if (wasCurrent) {
      connection.current = null; // what is typed for one person is not for a room
    }
    connection.send(
        new Notice.Left(
            seat.label,
            null,
            "you are in at most "
                + hub.limits.maxRoomsPerMember()
                + " talks of two (maxRoomsPerMember)"));
  }
}
