package dev.parley.chat.internal.hub;

import dev.parley.chat.history.Appended;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.protocol.Notice;
import org.jspecify.annotations.Nullable;

/// A draft on its way into the log of a room.
final class Appending extends LogReply<Appended> {
  private final Room room;
  private final @Nullable Connection connection;
  private final Draft draft;

  Appending(Room room, @Nullable Connection connection, Draft draft) {
    super(room.hub.replies, connection);
    this.room = room;
    this.connection = connection;
    this.draft = draft;
  }

  @Override
  void onDone(Appended place) {
    room.appending--;
    Connection sender = connection;
    if (sender != null && sender.isStructured && sender.member != null) {
      sender.send(
          new Notice.Ack(
              room.label(sender.member()),
              draft.id(),
              place.seq(),
              place.time(),
              room.history.storage()));
    }
    if (!place.isDuplicate()) {
      room.appended(sender, draft, place);
    }
  }

  @Override
  void onFailed(HistoryFault fault) {
    room.appending--;
    Connection sender = connection;
    if (sender != null && sender.member != null) {
      Faults.refuse(sender, fault, null, room.label(sender.member()), draft.id());
    }
  }
}
