package dev.parley.chat.internal.hub;

import dev.parley.chat.history.Entry;
import dev.parley.chat.history.History.Storage;
import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.history.Page;
import dev.parley.chat.protocol.Notice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Brings a seat from what its client has last seen to what is going on.
///
/// ```
///   READING ── Room, what was missed ──▶ BEHIND ── what came meanwhile ──▶ LIVE
/// ```
///
/// What was missed comes from the room's recent entries, or is read from the log; entries that the
/// log takes meanwhile are not sent to the seat, since they are recent when the page is there; if
/// there are too many of these, or more was missed than a page has, the log is read again when it
/// is the seat's turn ([ReadTurns]). So nothing is queued, sent twice, or left out.
final class CatchUp {
  private final Room room;
  private final Seat seat;
  private final @Nullable String epoch;
  private final long seen;

  /// The last place that the client has missed, and how many entries up to it may still be sent.
  private long missedUpTo;

  private int left;

  /// @param epoch that of the position; null if the client has seen nothing
  /// @param seen the last place that the client has seen
  private CatchUp(Seat seat, @Nullable String epoch, long seen) {
    this.room = seat.room;
    this.seat = seat;
    this.epoch = epoch;
    this.seen = seen;
  }

  /// Begins. The room must be open.
  static void begin(Seat seat, @Nullable String epoch, long seen) {
    new CatchUp(seat, epoch, seen).begin();
  }

  /// Begins with an entry that was just shown to others. The room must be open.
  static void beginWith(Seat seat, long seq) {
    new CatchUp(seat, null, 0).enter(false, seat.room.recent.from(seq), seq - 1);
  }

  private void begin() {
    if (!room.epoch.equals(epoch) || seen < 0 || seen > room.last) {
      readEnd();
    } else if (covers(seen)) {
      List<Entry> missed = missing(seen);
      int limit = room.hub.limits.resumeEntries();
      enter(true, missed.size() > limit ? missed.subList(0, limit) : missed, seen);
    } else {
      readMissed();
    }
  }

  /// Tells a client of a room that it is in.
  static void repeat(Seat seat) {
    Room room = seat.room;
    seat.connection.send(
        new Notice.Room(
            seat.label,
            room.epoch,
            room.first,
            room.last,
            seat.isRecovered,
            room.topic,
            room.names(),
            room.members.size(),
            seat.connection.member().read(room.key),
            room.history.storage()));
  }

  private boolean covers(long place) {
    return place >= room.last || (!room.recent.isEmpty() && room.recent.first() <= place + 1);
  }

  private List<Entry> missing(long place) {
    return place >= room.last ? List.of() : room.recent.from(place + 1);
  }

  private void readMissed() {
    // Over datagrams they are read again as the window permits.
    int limit = isPaced() ? 1 : room.hub.limits.resumeEntries();
    room.hub.readTurns.ask(
        seat,
        new Reading() {
          @Override
          void onPage(List<Entry> entries) {
            if (!entries.isEmpty() && entries.getFirst().seq() == seen + 1) {
              enter(true, entries, seen);
            } else {
              readEnd(); // something of it is gone
            }
          }

          @Override
          void onNothing(HistoryFault fault) {
            readEnd();
          }
        },
        reply -> room.history.after(room.key, seen, limit, reply));
  }

  private boolean isPaced() {
    return seat.connection.isDatagram && seat.connection.isStructured;
  }

  private void readEnd() {
    int limit = room.hub.limits.historyPage();
    if (room.last < room.first || room.history.storage() == Storage.NONE) {
      enter(false, List.of(), room.last);
    } else if (!room.recent.isEmpty()
        && (room.recent.size() >= limit
            || room.recent.isFull()
            || room.recent.first() <= room.first)) {
      enter(false, room.recent.from(Math.max(room.last + 1 - limit, room.recent.first())), 0);
    } else {
      readPage(limit);
    }
  }

  private void readPage(int limit) {
    long changes = room.changes;
    room.hub.readTurns.ask(
        seat,
        new Reading() {
          @Override
          void onPage(List<Entry> entries) {
            if (changes == room.changes
                && !entries.isEmpty()
                && entries.getLast().seq() == room.last
                && entries.size() > room.recent.size()) {
              room.recent.replace(entries);
            }
            enter(false, entries, room.last);
          }

          @Override
          void onNothing(HistoryFault fault) {
            enter(false, List.of(), room.last); // the client sees that it has not got the end
          }
        },
        reply -> room.history.before(room.key, Long.MAX_VALUE, limit, reply));
  }

  /// Tells that the member is in the room, and what was missed.
  ///
  /// @param from the place before the first of `entries`, if there are none
  private void enter(boolean isRecovered, List<Entry> entries, long from) {
    long last = room.last;
    seat.isRecovered = isRecovered;
    repeat(seat);
    if (isPaced()) {
      room.goLive(seat);
      room.hub.pacing.begin(seat, entries.isEmpty() ? from : entries.getFirst().seq() - 1);
      return;
    }
    send(entries);
    seat.sentUpTo = entries.isEmpty() ? from : entries.getLast().seq();
    missedUpTo = isRecovered ? last : seat.sentUpTo;
    left = Math.max(room.hub.limits.resumeEntries() - entries.size(), 0);
    goOn();
  }

  private void send(List<Entry> entries) {
    for (Entry entry : entries) {
      seat.connection.sendEntry(new Notice.Message(seat.label, entry));
    }
  }

  /// Sends what else was missed, page by page, and what has come meanwhile.
  private void goOn() {
    if (left == 0 && seat.sentUpTo < missedUpTo) {
      seat.connection.send(new Notice.Page(null, seat.label, List.of(), true)); // it asks for it
      seat.sentUpTo = missedUpTo;
    }
    if (covers(seat.sentUpTo) && missedUpTo - seat.sentUpTo <= left) {
      send(missing(seat.sentUpTo));
      room.individuals.remove(seat);
      room.goLive(seat);
      return;
    }
    if (seat.state != Seat.State.BEHIND) {
      seat.state = Seat.State.BEHIND;
      room.individuals.add(seat);
    }
    int limit = seat.sentUpTo < missedUpTo ? left : room.hub.limits.resumeEntries();
    room.hub.readTurns.ask(
        seat,
        new Reading() {
          @Override
          void onPage(List<Entry> entries) {
            send(entries);
            seat.sentUpTo = entries.isEmpty() ? room.last : entries.getLast().seq();
            left = Math.max(left - entries.size(), 0);
            goOn();
          }

          @Override
          void onNothing(HistoryFault fault) {
            seat.sentUpTo = room.last; // the client sees the hole and asks for it
            goOn();
          }
        },
        reply -> room.history.after(room.key, seat.sentUpTo, limit, reply));
  }

  /// Reads a page for the seat. Nothing comes of it if the seat was left meanwhile, or the
  /// connection ends: its client comes back to where it was.
  private abstract class Reading extends LogReply<Page> {
    Reading() {
      super(room.hub.replies, seat.connection);
    }

    /// @param entries none that was not shown to the others
    abstract void onPage(List<Entry> entries);

    abstract void onNothing(HistoryFault fault);

    @Override
    final void onDone(Page page) {
      if (seat.state == Seat.State.LEFT) {
        return;
      }
      List<Entry> entries = page.entries();
      int end = entries.size();
      while (end > 0 && entries.get(end - 1).seq() > room.last) {
        end--;
      }
      onPage(entries.subList(0, end));
    }

    @Override
    final void onFailed(HistoryFault fault) {
      if (seat.state != Seat.State.LEFT && seat.connection.mayRead()) {
        onNothing(fault);
      }
    }
  }
}
