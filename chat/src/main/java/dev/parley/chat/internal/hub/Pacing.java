package dev.parley.chat.internal.hub;

import dev.parley.chat.history.Entry;
import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.history.Page;
import dev.parley.chat.protocol.ChatJson;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What members over datagrams get: the entries of their rooms in order, no more unseen than a
/// window holds, and again what they say is missing. A heartbeat tells the last places, so that a
/// loss at the end is seen too. Confined to the hub's loop.
///
/// ```
///   sent ─▶ in flight (at most 64 KiB) ─ Seen ─▶ done, and more is sent
///                                      ─ Seen with missing ranges ─▶ sent again (16 KiB each 200 ms)
/// ```
final class Pacing {
  /// How many bytes of a member's entries may be unseen.
  static final int WINDOW_BYTES = 64 << 10;

  /// How many bytes are sent again to a member in a round trip, and what is taken for one: clients
  /// ask no more often. The first entry that is missing is sent whatever it has.
  static final int AGAIN_BYTES = 16 << 10;

  static final Duration ROUND_TRIP = Duration.ofMillis(200);

  private static final int MAX_AGAIN = 64;
  private static final int READ_ENTRIES = 50;
  private static final Duration TICK = Duration.ofSeconds(5);
  private static final long IDLE_NANOS = Duration.ofSeconds(25).toNanos();
  private static final long GONE_NANOS = Duration.ofSeconds(60).toNanos();
  private static final long PLAIN_GONE_NANOS = Duration.ofMinutes(5).toNanos();

  private final Hub hub;
  private boolean isTicking;

  Pacing(Hub hub) {
    this.hub = hub;
  }

  // Entries.

  /// Begins to send the entries behind a place.
  void begin(Seat seat, long from) {
    seat.sentUpTo = from;
    if (seat.connection.isStructured) {
      seat.flight = new Flight();
      more(seat);
    }
  }

  /// Sends more, as the window permits.
  void more(Seat seat) {
    Room room = seat.room;
    while (seat.sentUpTo < room.last && isWindowOpen(seat.connection)) {
      if (room.recent.isEmpty() || room.recent.first() > seat.sentUpTo + 1) {
        readMore(seat);
        return;
      }
      Entry next = room.recent.at(seat.sentUpTo + 1);
      if (next == null) {
        return;
      }
      sendNext(seat, next);
    }
  }

  /// Returns true if something may be sent: what was sent again lately is under way, too.
  private boolean isWindowOpen(Connection connection) {
    return connection.unseenBytes + againBytes(connection) < WINDOW_BYTES;
  }

  private int againBytes(Connection connection) {
    long now = hub.clock.nanos();
    if (connection.againBytes > 0 && now - connection.againAtNanos >= ROUND_TRIP.toNanos()) {
      connection.againBytes = 0;
    }
    return connection.againBytes;
  }

  /// Sends an entry again, as the budget permits.
  ///
  /// @return false if nothing is left of it
  private boolean sendAgain(Seat seat, Entry entry) {
    Connection connection = seat.connection;
    int before = againBytes(connection);
    int bytes = ChatJson.length(entry);
    if (before > 0 && before + bytes > AGAIN_BYTES) {
      return false; // the member asks again for what it lacks
    }
    if (before == 0) {
      connection.againAtNanos = hub.clock.nanos();
    }
    connection.againBytes = before + bytes;
    send(seat, entry);
    return true;
  }

  private static void sendNext(Seat seat, Entry entry) {
    seat.sentUpTo = entry.seq();
    Flight flight = seat.flight;
    if (flight != null) {
      int bytes = ChatJson.length(entry);
      flight.add(entry.seq(), bytes);
      seat.connection.unseenBytes += bytes;
    }
    send(seat, entry);
  }

  private static void send(Seat seat, Entry entry) {
    seat.connection.send(new Notice.Message(seat.label, seat.connection.member().visible(entry)));
  }

  private void readMore(Seat seat) {
    Flight flight = seat.flight;
    if (flight == null || flight.isReading) {
      return;
    }
    flight.isReading = true;
    hub.readTurns.ask(
        seat,
        new LogReply<Page>(hub.replies, seat.connection) {
          @Override
          void onDone(Page page) {
            flight.isReading = false;
            if (seat.state != Seat.State.LEFT && !seat.connection.isOver) {
              sendPage(seat, page.entries());
            }
          }

          @Override
          void onFailed(HistoryFault fault) {
            flight.isReading = false; // the next heartbeat, or the member, tries again
          }
        },
        reply -> seat.room.history.after(seat.room.key, seat.sentUpTo, READ_ENTRIES, reply));
  }

  private void sendPage(Seat seat, List<Entry> entries) {
    if (entries.isEmpty()) {
      seat.sentUpTo = seat.room.last; // retention has eaten it: the client sees the hole
    }
    for (Entry entry : entries) {
      if (entry.seq() > seat.room.last || !isWindowOpen(seat.connection)) {
        return;
      }
      if (entry.seq() > seat.sentUpTo) {
        sendNext(seat, entry);
      }
    }
    more(seat);
  }

  // What the member has received.

  void seen(Connection connection, Request.Seen seen) {
    Seat seat = hub.rooms.seat(connection, seen.room());
    if (seat == null) {
      return;
    }
    Flight flight = seat.flight;
    if (flight == null) {
      return;
    }
    long upTo = Math.min(seen.seq(), seat.room.last);
    connection.unseenBytes -= flight.seen(upTo);
    seat.sentUpTo = Math.max(seat.sentUpTo, upTo);
    sendAgain(seat, upTo, seen.missing());
    for (Seat other : List.copyOf(connection.seats)) {
      if (other.flight != null && other.state == Seat.State.PACED) {
        more(other);
      }
    }
  }

  private void sendAgain(Seat seat, long above, List<Request.Range> missing) {
    List<Long> unknown = new ArrayList<>();
    int left = MAX_AGAIN;
    for (Request.Range range : missing) {
      long last = Math.min(range.last(), seat.sentUpTo);
      for (long seq = Math.max(range.first(), above + 1); seq <= last && left > 0; seq++) {
        left--;
        Entry entry = seat.room.recent.at(seq);
        if (entry == null) {
          unknown.add(seq);
        } else if (!sendAgain(seat, entry)) {
          return;
        }
      }
    }
    if (!unknown.isEmpty()) {
      readAgain(seat, unknown.getFirst(), unknown);
    }
  }

  private void readAgain(Seat seat, long first, List<Long> wanted) {
    Flight flight = seat.flight;
    if (flight == null || flight.isReadingAgain) {
      return;
    }
    flight.isReadingAgain = true;
    hub.readTurns.ask(
        seat,
        new LogReply<Page>(hub.replies, seat.connection) {
          @Override
          void onDone(Page page) {
            flight.isReadingAgain = false;
            if (seat.state == Seat.State.LEFT) {
              return;
            }
            for (Entry entry : page.entries()) {
              if (wanted.contains(entry.seq()) && !sendAgain(seat, entry)) {
                return;
              }
            }
          }

          @Override
          void onFailed(HistoryFault fault) {
            flight.isReadingAgain = false;
          }
        },
        reply -> seat.room.history.after(seat.room.key, first - 1, READ_ENTRIES, reply));
  }

  // Heartbeats.

  /// Somebody over datagrams has become a member.
  void tickSoon() {
    if (!isTicking) {
      isTicking = true;
      var _ = hub.loop.after(TICK, this::tick);
    }
  }

  private void tick() {
    isTicking = false;
    long now = hub.clock.nanos();
    boolean isAny = false;
    for (Connection connection : List.copyOf(hub.connections)) {
      if (connection.isDatagram && connection.member != null && !connection.isOver) {
        isAny = true;
        tick(connection, now);
      }
    }
    if (isAny) {
      tickSoon();
    }
  }

  private void tick(Connection connection, long now) {
    long silent = now - connection.heardAtNanos;
    if (silent >= (connection.isStructured ? GONE_NANOS : PLAIN_GONE_NANOS)) {
      hub.silent(connection);
      return;
    }
    if (!connection.isStructured) {
      return;
    }
    RequestParts.age(connection);
    List<Notice.Last> unseen = new ArrayList<>();
    List<Notice.Last> all = new ArrayList<>();
    for (Seat seat : connection.seats) {
      Flight flight = seat.flight;
      if (flight != null) {
        Notice.Last last = new Notice.Last(seat.label, seat.sentUpTo);
        all.add(last);
        if (flight.isUnseen()) {
          unseen.add(last);
        }
        more(seat);
      }
    }
    if (!unseen.isEmpty()) {
      beat(connection, unseen, now);
    } else if (now - connection.beatAtNanos >= IDLE_NANOS) {
      beat(connection, all, now);
    }
  }

  private static void beat(Connection connection, List<Notice.Last> rooms, long now) {
    connection.beatAtNanos = now;
    connection.send(new Notice.Heartbeat(rooms));
  }
}
