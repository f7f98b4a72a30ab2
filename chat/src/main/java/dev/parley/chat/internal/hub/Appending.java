package dev.parley.chat.internal.hub;

import dev.parley.chat.history.Appended;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.protocol.Notice;

/// A draft on its way into the log of a room.
final class Appending extends LogReply<Appended> {
  private final Room room;
  private final Connection connection;
  private final Draft draft;
  private final boolean isEcho;

  /// The name of the room by which it was asked for.
  private final String label;

  Appending(Room room, Connection connection, Draft draft, boolean isEcho) {
    super(room.hub.replies, connection);
    this.room = room;
    this.connection = connection;
    this.draft = draft;
    this.isEcho = isEcho;
    Seat seat = connection.seat(room);
    this.label = seat == null ? room.label(connection.member()) : seat.label;
    connection.appending();
  }

  @Override
  void onDone(Appended place) {
    room.appending--;
    if (!isEcho && connection.isStructured && connection.member != null) {
      room.answer(
          connection,
          new Notice.Ack(label, draft.id(), place.seq(), place.time(), room.history.storage()));
    }
    if (!place.isDuplicate()) {
      room.appended(isEcho ? null : connection, draft, place);
    }
    connection.appended();
    room.hub.leftEmpty(room);
  }

  @Override
  void onFailed(HistoryFault fault) {
    room.appending--;
    if (connection.member != null) {
      Faults.refuse(connection, fault, null, label, draft.id());
    }
    connection.appended();
    room.hub.leftEmpty(room);
  }
}
