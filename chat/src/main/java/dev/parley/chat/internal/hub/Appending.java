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

  Appending(Room room, Connection connection, Draft draft, boolean isEcho) {
    super(room.hub.replies, connection);
    this.room = room;
    this.connection = connection;
    this.draft = draft;
    this.isEcho = isEcho;
  }

  @Override
  void onDone(Appended place) {
    room.appending--;
    Member member = connection.member;
    if (!isEcho && connection.isStructured && member != null) {
      room.answer(
          connection,
          new Notice.Ack(
              room.label(member), draft.id(), place.seq(), place.time(), room.history.storage()));
    }
    if (!place.isDuplicate()) {
      room.appended(isEcho ? null : connection, draft, place);
    }
  }

  @Override
  void onFailed(HistoryFault fault) {
    room.appending--;
    Member member = connection.member;
    if (member != null) {
      Faults.refuse(connection, fault, null, room.label(member), draft.id());
    }
  }
}
