package dev.parley.chat.internal.hub;

import dev.parley.chat.history.Appended;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.Entry;
import dev.parley.chat.history.Entry.State;
import dev.parley.chat.history.History;
import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.history.LogState;
import dev.parley.chat.protocol.Notice;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One room: who is there, and the way of a message from a member through the log to the others.
///
/// ```
/// member ─ append ─▶ History ─ reply ─▶ ack to the sender, recent entries, output
/// ```
///
/// An entry is shown only when the log has taken it. Confined to the hub's loop.
class Room {
  final Hub hub;

  /// The key of its log.
  final String key;

  final History history;
  final RecentEntries recent = new RecentEntries();
  final Set<Member> members = new LinkedHashSet<>(4);
  final RoomOutput output;

  /// The seats that are not served by [#output]: those who catch up, who do not want to hear
  /// everybody, and who are paced.
  final List<Seat> individuals = new ArrayList<>(0);

  final PresenceBatch presence = new PresenceBatch(this);
  final SlowMode slowMode = new SlowMode();

  String epoch = "";
  String topic = "";
  long first = 1;
  long last;

  /// Counts what has changed earlier entries, so that what was read before it is not kept.
  long changes;

  /// For whom it counts as a new room, see [NewRooms]; null for nobody.
  @Nullable Object maker;

  /// How many drafts are at the log.
  int appending;

  private boolean isOpen;
  private boolean isOpening;

  /// True while those who have waited for it are told.
  private boolean isAnswering;

  private final List<Waiting> waiting = new ArrayList<>(0);

  /// Waits for the log of a room.
  interface Opened {
    /// The log is there.
    void opened();

    /// It is not.
    void failed(HistoryFault fault);
  }

  private record Waiting(@Nullable Connection asker, Opened then) {
    void goOn() {
      if (asker != null) {
        asker.opened();
      }
    }
  }

  Room(Hub hub, String key, History history, RoomOutput output) {
    this.hub = hub;
    this.key = key;
    this.history = history;
    this.output = output;
  }

  /// Returns the name of the room for a member.
  String label(Member viewer) {
    return key;
  }

  /// Returns true for a talk of two.
  boolean isDirect() {
    return false;
  }

  /// Returns true if nothing can be said here any more, since nobody would get it.
  boolean isClosed(Member viewer) {
    return false;
  }

  // The log.

  /// Goes on once the log is open: at once if it is.
  void whenOpen(@Nullable Connection asker, Opened then) {
    if (isOpen) {
      then.opened();
      return;
    }
    if (asker != null) {
      asker.opening();
    }
    waiting.add(new Waiting(asker, then));
    if (isOpening) {
      return;
    }
    isOpening = true;
    history.open(
        key,
        new LogReply<LogState>(hub.replies, null) {
          @Override
          void onDone(LogState state) {
            isOpen = true;
            epoch = state.epoch();
            first = state.first();
            last = state.last();
            answer(one -> one.then().opened());
          }

          @Override
          void onFailed(HistoryFault fault) {
            answer(one -> one.then().failed(fault));
          }
        });
  }

  boolean isOpen() {
    return isOpen;
  }

  /// Returns true if nobody is here, and nobody is about to be.
  boolean isUnused() {
    return members.isEmpty() && appending == 0 && !isOpening && !isAnswering;
  }

  private void answer(Consumer<Waiting> answer) {
    isOpening = false;
    isAnswering = true;
    List<Waiting> all = List.copyOf(waiting);
    waiting.clear();
    for (Waiting one : all) {
      answer.accept(one);
      one.goOn();
    }
    isAnswering = false;
    hub.leftEmpty(this); // those who have asked for it may be gone
  }

  /// Appends to the log, acknowledges, and shows it to the others.
  ///
  /// @param connection the sender's
  /// @param isEcho true if the sender is shown the entry, as all others, and gets no
  ///   acknowledgement
  void append(Connection connection, Draft draft, boolean isEcho) {
    appending++;
    history.append(key, draft, new Appending(this, connection, draft, isEcho));
  }

  /// The log has taken an entry.
  void appended(@Nullable Connection sender, Draft draft, Appended place) {
    Entry entry =
        new Entry(
            place.seq(),
            place.time(),
            draft.kind(),
            draft.sender(),
            draft.author(),
            draft.id(),
            draft.text(),
            draft.target(),
            State.ORIGINAL);
    last = Math.max(last, place.seq());
    switch (draft.kind()) {
      case EDIT -> {
        changes++;
        recent.change(draft.target(), draft.text(), State.EDITED);
      }
      case DELETE -> {
        changes++;
        recent.delete(draft.target());
      }
      case TOPIC -> {
        topic = draft.text();
        hub.keep("topic:" + key, topic.isEmpty() ? null : topic);
      }
      default -> {}
    }
    recent.add(entry);
    deliver(sender, entry);
  }

  /// Shows an entry to everybody but its sender's connection.
  void deliver(@Nullable Connection sender, Entry entry) {
    Notice.Message message = new Notice.Message(key, entry);
    sendShared(message, sender);
    for (int i = 0; i < individuals.size(); i++) {
      deliver(individuals.get(i), sender, message);
    }
  }

  /// Shows an entry to one seat, unless it is the sender's.
  void deliver(Seat seat, @Nullable Connection sender, Notice.Message message) {
    switch (seat.state) {
      case LIVE -> {
        if (seat.connection != sender) {
          seat.connection.sendEntry(message);
        }
      }
      case PACED -> {
        if (seat.flight != null) {
          hub.pacing.more(seat);
        } else if (seat.connection != sender) {
          seat.connection.sendEntry(message);
        }
      }
      default -> {}
    }
  }

  // Who is there.

  /// Serves a seat together with all others, from now on.
  void goLive(Seat seat) {
    if (seat.connection.isDatagram) {
      seat.state = Seat.State.PACED;
      individuals.add(seat);
      return;
    }
    seat.state = Seat.State.LIVE;
    if (seat.connection.member().ignored == null && !isDirect()) {
      hub.batching.flush(output);
      seat.isShared = true;
      output.add(seat.connection.outlet);
    } else {
      individuals.add(seat);
    }
  }

  /// A seat's member has changed whom to hear.
  void reseat(Seat seat) {
    if (seat.state == Seat.State.LIVE) {
      unserve(seat);
      goLive(seat);
    }
  }

  private void unserve(Seat seat) {
    if (!individuals.remove(seat)) {
      leaveOutput(seat);
    }
  }

  /// A seat is no longer served together with others, if it was; [#reseat] follows, unless it is
  /// left.
  void leaveOutput(Seat seat) {
    if (seat.isShared) {
      hub.batching.flush(output);
      seat.isShared = false;
      output.remove(seat.connection.outlet);
    }
  }

  /// A connection has taken a seat.
  void taken(Seat seat) {
    Member member = seat.connection.member();
    if (members.add(member)) {
      presence.joined(member.name, seat.connection);
    }
  }

  /// A connection leaves its seat.
  ///
  /// @param isQuiet true if it is back at once, so that nobody need be told
  void leave(Seat seat, boolean isQuiet) {
    seat.state = Seat.State.LEFT;
    unserve(seat);
    Connection connection = seat.connection;
    if (seat.flight != null) {
      connection.unseenBytes -= seat.flight.all();
    }
    connection.seats.remove(seat);
    if (connection.current == seat) {
      connection.current = connection.seats.isEmpty() ? null : connection.seats.getLast();
    }
    Member member = connection.member();
    if (!isQuiet && !member.isIn(this) && members.remove(member)) {
      presence.left(member.name);
      hub.leftEmpty(this);
    }
  }

  /// Sends everybody who is told of the room's events something that is no entry.
  ///
  /// @param except the connection that gets nothing; null for none
  void tell(Notice notice, @Nullable Connection except) {
    sendShared(notice, except);
    for (Seat seat : individuals) {
      if (seat.connection != except) {
        seat.connection.send(notice);
      }
    }
  }

  /// Adds all connections that are here.
  void addConnections(Set<Connection> to) {
    for (Member member : members) {
      List<Connection> theirs = member.connections;
      if (theirs.size() == 1) {
        to.add(theirs.getFirst()); // by which the member is here
        continue;
      }
      for (Connection connection : theirs) {
        if (connection.seat(this) != null) {
          to.add(connection);
        }
      }
    }
  }

  private void sendShared(Notice notice, @Nullable Connection except) {
    output.send(notice, except == null ? null : except.outlet);
    hub.batching.collected(output);
  }

  /// Answers a request about this room, in order with what the room tells.
  void answer(Connection connection, Notice notice) {
    Seat seat = connection.seat(this);
    if (seat != null && seat.isShared && !connection.isOver) {
      output.sendOnly(notice, connection.outlet);
      hub.batching.collected(output);
    } else {
      connection.send(notice);
    }
  }

  /// A member is typing.
  void typing(Connection connection) {
    tell(new Notice.Typing(key, connection.member().name), connection);
  }

  /// Returns the names of those who are here; none if there are too many.
  List<String> names() {
    if (members.size() > hub.limits.maxListedMembers()) {
      return List.of();
    }
    return members.stream().map(member -> member.name).toList();
  }
}
