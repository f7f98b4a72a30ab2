package dev.parley.chat.internal.hub;

import dev.parley.chat.history.Entry;
import dev.parley.chat.history.History;
import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.history.Page;
import dev.parley.chat.history.Search;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.ChatJson;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What members read of the past, and how far they have read. Confined to the hub's loop.
final class Reading {
  /// Of the entries of a page or a search; leaves room for the rest of the message.
  private static final int MAX_PAGE_BYTES = ChatJson.MAX_BYTES - 1_024;

  /// Of the name of a room in JSON.
  private static final int MAX_ROOM_BYTES = 256;

  private final Hub hub;
  private int searches;

  Reading(Hub hub) {
    this.hub = hub;
  }

  // Pages.

  void history(Connection connection, Request.History wanted) {
    Seat seat = hub.rooms.seatOrRefuse(connection, wanted.room(), wanted.ref(), null);
    if (seat == null) {
      return;
    }
    int most = hub.limits.historyPage();
    int limit = wanted.limit() <= 0 ? most : Math.min(wanted.limit(), most);
    Room room = seat.room;
    if (hub.readTurns.isFull(connection)) {
      connection.refuse(
          ChatError.BUSY,
          "at most " + ReadTurns.MAX_WAITING + " pages wait for you at a time",
          wanted.ref(),
          seat.label,
          null);
      return;
    }
    PageReply page = new PageReply(connection, seat, wanted.ref(), wanted.after() >= 0);
    Instant at = wanted.at();
    if (wanted.after() >= 0) {
      hub.readTurns.ask(
          seat, page, reply -> room.history.after(room.key, wanted.after(), limit, reply));
    } else if (at == null) {
      long before = wanted.before() > 0 ? wanted.before() : Long.MAX_VALUE;
      hub.readTurns.ask(seat, page, reply -> room.history.before(room.key, before, limit, reply));
    } else {
      hub.readTurns.ask(seat, page, reply -> readBefore(connection, seat, at, limit, reply));
    }
  }

  /// Reads a page that ends before a time.
  private void readBefore(
      Connection connection, Seat seat, Instant time, int limit, History.Reply<Page> reply) {
    Room room = seat.room;
    room.history.at(
        room.key,
        time,
        new LogReply<Long>(hub.replies, connection) {
          @Override
          void onDone(Long seq) {
            if (seat.state == Seat.State.LEFT) {
              reply.failed(HistoryFault.NOT_KEPT);
              return;
            }
            room.history.before(room.key, seq, limit, reply);
          }

          @Override
          void onFailed(HistoryFault fault) {
            reply.failed(fault);
          }
        });
  }

  /// Answers with a page.
  private final class PageReply extends LogReply<Page> {
    private final Connection connection;
    private final Seat seat;
    private final @Nullable String ref;

    /// True if more would be behind the page, not before it.
    private final boolean isAfter;

    PageReply(Connection connection, Seat seat, @Nullable String ref, boolean isAfter) {
      super(hub.replies, connection);
      this.connection = connection;
      this.seat = seat;
      this.ref = ref;
      this.isAfter = isAfter;
    }

    @Override
    void onDone(Page page) {
      if (connection.member != null) {
        connection.send(page(page));
      }
    }

    /// Cuts a page such that it fits into a message, at the side where there may be more.
    private Notice.Page page(Page page) {
      Member member = connection.member();
      List<Entry> entries = new ArrayList<>();
      List<Entry> all = isAfter ? page.entries() : page.entries().reversed();
      int bytes = 0;
      boolean isCut = false;
      for (Entry entry : all) {
        if (entry.seq() > seat.room.last) {
          continue; // nobody was shown it yet
        }
        Entry visible = member.visible(entry);
        bytes += ChatJson.length(visible);
        isCut = bytes > MAX_PAGE_BYTES;
        if (isCut) {
          break;
        }
        entries.add(visible);
      }
      return new Notice.Page(
          ref, seat.label, isAfter ? entries : entries.reversed(), isCut || page.hasMore());
    }

    @Override
    void onFailed(HistoryFault fault) {
      Faults.refuse(connection, fault, ref, seat.label, null);
    }
  }

  // Search.

  void search(Connection connection, Request.Search wanted) {
    Map<String, Seat> seats = new HashMap<>();
    String name = wanted.room();
    if (name == null) {
      connection.seats.forEach(seat -> seats.put(seat.room.key, seat));
    } else {
      Seat seat = hub.rooms.seatOrRefuse(connection, name, wanted.ref(), null);
      if (seat == null) {
        return;
      }
      seats.put(seat.room.key, seat);
    }
    if (searches >= hub.limits.maxSearches()) {
      connection.refuse(
          ChatError.BUSY,
          "there are at most " + hub.limits.maxSearches() + " searches at a time (maxSearches)",
          wanted.ref(),
          name,
          null);
      return;
    }
    int most = hub.limits.historyPage();
    int limit = wanted.limit() <= 0 ? most : Math.min(wanted.limit(), most);
    long before = wanted.before() == null ? Long.MAX_VALUE : wanted.before().toEpochMilli();
    Search search = new Search(List.copyOf(seats.keySet()), wanted.words(), before, limit + 1);
    searches++;
    new SearchReply(connection, wanted.ref(), name, seats, limit).ask(search);
  }

  /// Answers with what is found in the rooms of one connection, which may be kept in two logs.
  private final class SearchReply {
    private final Connection connection;
    private final @Nullable String ref;
    private final @Nullable String room;
    private final Map<String, Seat> seats;
    private final int limit;
    private final FoundEntries all = new FoundEntries();
    private int missing;
    private @Nullable HistoryFault fault;

    SearchReply(
        Connection connection,
        @Nullable String ref,
        @Nullable String room,
        Map<String, Seat> seats,
        int limit) {
      this.connection = connection;
      this.ref = ref;
      this.room = room;
      this.seats = seats;
      this.limit = limit;
    }

    void ask(Search search) {
      Map<History, List<String>> rooms =
          seats.values().stream()
              .map(seat -> seat.room)
              .collect(
                  Collectors.groupingBy(
                      one -> one.history, Collectors.mapping(one -> one.key, Collectors.toList())));
      if (rooms.isEmpty()) {
        finish();
      }
      missing = rooms.size();
      rooms.forEach((log, keys) ->
          log.search(
              new Search(keys, search.words(), search.before(), search.limit()),
              new LogReply<List<Search.Hit>>(hub.replies, connection) {
                @Override
                void onDone(List<Search.Hit> hits) {
                  all.merge(hits);
                  one(null);
                }

                @Override
                void onFailed(HistoryFault why) {
                  one(why);
                }
              }));
    }

    private void one(@Nullable HistoryFault why) {
      missing--;
      fault = why == null ? fault : why;
      if (missing == 0) {
        finish();
      }
    }

    private void finish() {
      searches--;
      if (fault != null) {
        Faults.refuse(connection, fault, ref, room, null);
      } else if (connection.member != null) {
        connection.send(found());
      }
    }

    private Notice.Found found() {
      List<Notice.Message> messages = new ArrayList<>();
      int bytes = 0;
      for (Search.Hit hit : all.newestFirst()) {
        Seat seat = seats.get(hit.room());
        if (seat == null
            || hit.entry().seq() > seat.room.last // nobody was shown it yet
            || connection.member().ignores(hit.entry().author())) {
          continue;
        }
        bytes += ChatJson.length(hit.entry()) + MAX_ROOM_BYTES;
        if (messages.size() == limit || bytes > MAX_PAGE_BYTES) {
          return new Notice.Found(ref, messages, true);
        }
        messages.add(new Notice.Message(seat.label, hit.entry()));
      }
      return new Notice.Found(ref, messages, all.newestFirst().size() > limit);
    }
  }

  // Read markers.

  void read(Connection connection, Request.Read read) {
    Seat seat = hub.rooms.seat(connection, read.room());
    if (seat == null) {
      return;
    }
    Member member = connection.member();
    long seq = Math.min(read.seq(), seat.room.last);
    if (seq <= member.read(seat.room.key)) {
      return;
    }
    member.read(seat.room.key, seq);
    hub.kept.read(member, seat.room.key);
    for (Connection other : member.connections) {
      Seat theirs = other.seat(seat.room);
      if (other != connection && theirs != null) {
        other.send(new Notice.Read(theirs.label, seq));
      }
    }
  }
}
