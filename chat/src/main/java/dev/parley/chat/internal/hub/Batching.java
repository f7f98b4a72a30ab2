package dev.parley.chat.internal.hub;

import dev.parley.session.Loop;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/// Rooms collect what they send during a turn of the loop; here is which have, and when it goes
/// out: in a task of the same turn, so that each member gets all of it in one write. Earlier only
/// where somebody would see another order: before a connection is told something by itself what its
/// rooms have for it goes out, and before the members of a room change, what the room has.
///
/// So a connection sees everything about a room, and what it is told by itself, in the order in
/// which it happened. Two rooms that send in the same turn may change places. Confined to the hub's
/// loop.
final class Batching {
  private final Loop loop;
  private final SequencedSet<RoomOutput> waiting = new LinkedHashSet<>();
  private boolean isScheduled;

  Batching(Loop loop) {
    this.loop = loop;
  }

  /// A room has collected something.
  void collected(RoomOutput output) {
    waiting.add(output);
    if (!isScheduled) {
      isScheduled = true;
      loop.execute(this::flushAll);
    }
  }

  private void flushAll() {
    isScheduled = false;
    while (!waiting.isEmpty()) {
      waiting.removeFirst().flush();
    }
  }

  /// The members of a room are about to change.
  void flush(RoomOutput output) {
    if (waiting.remove(output)) {
      output.flush();
    }
  }

  /// A connection is about to be told something by itself, or to be closed.
  void flushTo(Connection connection) {
    if (waiting.isEmpty()) {
      return;
    }
    for (Seat seat : connection.seats) {
      if (seat.isShared) {
        flush(seat.room.output);
      }
    }
  }
}
