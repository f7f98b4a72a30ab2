package dev.parley.chat.internal.hub;

import dev.parley.chat.config.ChatHooks.Verdict;
import dev.parley.chat.history.History;
import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.history.LogState;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.InvalidNameException;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.RoomName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The rooms that there are, and how connections come into them and out. Confined to the hub's
/// loop.
final class Rooms {
  private final Hub hub;
  private final Supplier<RoomOutput> outputs;
  private final Map<String, Room> byKey = new HashMap<>();

  /// The topics of rooms, and their slow modes in seconds, as the log has kept them.
  private final Map<String, String> kept;

  /// The keys of all logs, of rooms that are here and of those that are not.
  private final Set<String> logs = new LinkedHashSet<>();

  /// Up to where those of [#logs] go in which something was said, as far as it is known here: the
  /// one that was used last is the last one.
  private final SequencedMap<String, Long> written = new LinkedHashMap<>();

  private final Set<String> memoryRooms = new HashSet<>();
  private final String lobby;

  /// The talks of two that are here, by each of both authors.
  private final Map<String, Set<Room>> talks = new HashMap<>();

  Rooms(Hub hub, Supplier<RoomOutput> outputs) {
    this.hub = hub;
    this.outputs = outputs;
    this.kept = new HashMap<>(hub.history.settings());
    for (LogState log : hub.history.rooms()) {
      if (log.last() > 0 || kept.containsKey("slow:" + log.room())) {
        logs.add(log.room());
        written.put(log.room(), log.last());
      } else {
        hub.history.drop(log.room()); // the server has ended while somebody was there
      }
    }
    for (String name : hub.settings.memoryRooms()) {
      memoryRooms.add(ownKey(name));
    }
    lobby = ownKey(hub.settings.lobby());
  }

  private static String ownKey(String name) {
    try {
      RoomName room = RoomName.of(name);
      if (!room.isDirect()) {
        return room.key();
      }
    } catch (InvalidNameException e) {
      throw new IllegalArgumentException(name + " is no room: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(name + " is no room, but a talk of two");
  }

  /// Returns the rooms in which somebody is, or was since the start.
  Collection<Room> all() {
    return Collections.unmodifiableCollection(byKey.values());
  }

  /// Returns the keys of all rooms that there are.
  Set<String> keys() {
    return Collections.unmodifiableSet(logs);
  }

  /// Returns a room in which somebody is, or was since the start; null if there is none.
  @Nullable Room here(String key) {
    return byKey.get(key);
  }

  /// Returns true if nobody is in a room.
  boolean isEmpty(String key) {
    Room room = byKey.get(key);
    return room == null || room.members.isEmpty();
  }

  /// Returns a name as the server writes it; the name itself if it is none of a room.
  static String written(String name) {
    try {
      return RoomName.of(name).key();
    } catch (InvalidNameException e) {
      return name;
    }
  }

  /// Returns the seat of a connection in a room by the name that it has for it; null if it is not
  /// there.
  @Nullable Seat seat(Connection connection, String room) {
    for (Seat seat : connection.seats) {
      if (seat.label.equals(room)) {
        return seat;
      }
    }
    try {
      String key = RoomName.of(room).key();
      for (Seat seat : connection.seats) {
        if (seat.label.equals(key)) {
          return seat;
        }
      }
    } catch (InvalidNameException e) {
      return null;
    }
    return null;
  }

  /// Like [#seat], and tells a member that is not there.
  @Nullable Seat seatOrRefuse(
      Connection connection, String room, @Nullable String ref, @Nullable String id) {
    Seat seat = seat(connection, room);
    if (seat == null) {
      connection.refuse(ChatError.NOT_MEMBER, "you are not in this room", ref, room, id);
    }
    return seat;
  }

  // Into a room.

  /// Takes a connection into a room, or tells why not.
  ///
  /// @param epoch that of what the client has seen last; null for nothing
  void join(Connection connection, String name, @Nullable String epoch, long seq) {
    whenLetIn(connection, name, room -> enter(connection, room, epoch, seq));
  }

  /// Does something once the log of a room is open that the connection may enter, or tells why not.
  private void whenLetIn(Connection connection, String name, Consumer<Room> then) {
    Room room = named(connection, name);
    if (room == null) {
      return;
    }
    if (!mayJoin(connection, room)) {
      emptied(room);
      return;
    }
    room.whenOpen(
        connection,
        new Room.Opened() {
          @Override
          public void opened() {
            if (!connection.isOver && connection.member != null) {
              then.accept(room);
            }
          }

          @Override
          public void failed(HistoryFault fault) {
            Faults.refuse(connection, fault, null, name, null);
          }
        });
  }

  private void enter(Connection connection, Room room, @Nullable String epoch, long seq) {
    Seat before = connection.seat(room);
    if (before != null) {
      before.isWanted = true;
    }
    if (before != null && before.flight != null) {
      before.isRecovered |= room.epoch.equals(epoch); // from there on nothing was lost
      CatchUp.repeat(before); // the request, or the answer, was lost or came twice
      return;
    }
    if (before != null && before.state == Seat.State.READING) {
      return; // asked again while the log takes its time: the answer to the first is on its way
    }
    boolean wasCurrent = before == null || connection.current == before;
    if (before != null) {
      room.leave(before, true); // the client asks again where it is
    }
    Seat seat = new Seat(connection, room, room.label(connection.member()));
    wasCurrent |= leaveNamesake(seat);
    sit(seat);
    seat.isWanted = true;
    if (wasCurrent) {
      connection.current = seat;
    }
    CatchUp.begin(seat, epoch, seq);
  }

  private void sit(Seat seat) {
    Connection connection = seat.connection;
    if (seat.room.isDirect()) {
      hub.talkPlaces.makePlace(connection);
      seat.usedAtNanos = hub.clock.nanos();
    }
    connection.seats.add(seat);
    seat.room.taken(seat);
  }

  /// Leaves the talk with somebody who has had this name before, and is gone.
  ///
  /// @return true if that was the connection's current room
  private static boolean leaveNamesake(Seat seat) {
    boolean isCurrent = false;
    for (Seat other : List.copyOf(seat.connection.seats)) {
      if (other != seat && other.room.isDirect() && other.label.equals(seat.label)) {
        isCurrent |= seat.connection.current == other;
        other.room.leave(other, false);
      }
    }
    return isCurrent;
  }

  /// Returns a room, or tells why there is none.
  private @Nullable Room named(Connection connection, String name) {
    try {
      RoomName parsed = RoomName.of(name);
      return parsed.isDirect()
          ? direct(connection, name, parsed.member().key())
          : room(connection, name, parsed.key());
    } catch (InvalidNameException e) {
      connection.refuse(ChatError.NAME_INVALID, e.getMessage(), null, name, null);
      return null;
    }
  }

  private @Nullable Room room(Connection connection, String name, String key) {
    Room room = byKey.get(key);
    if (room != null) {
      return room;
    }
    boolean isNew = !logs.contains(key) && !key.equals(lobby);
    if (isNew && count() >= hub.limits.maxRooms()) {
      connection.refuse(
          ChatError.TOO_MANY,
          "there are at most " + hub.limits.maxRooms() + " rooms (maxRooms)",
          null,
          name,
          null);
      return null;
    }
    if (isNew && !hub.newRooms.mayMake(connection, name)) {
      return null;
    }
    Room made = add(new Room(hub, key, historyOf(key), outputs.get()));
    if (isNew) {
      hub.newRooms.made(connection, made);
    }
    return made;
  }

  private long count() {
    return logs.stream().filter(key -> key.startsWith("#")).count();
  }

  private History historyOf(String key) {
    return memoryRooms.contains(key) ? hub.memory : hub.history;
  }

  private Room add(Room room) {
    byKey.put(room.key, room);
    logs.add(room.key);
    room.topic = kept.getOrDefault("topic:" + room.key, "");
    room.slowMode.interval(
        Duration.ofSeconds(Long.parseLong(kept.getOrDefault("slow:" + room.key, "0"))));
    return room;
  }

  private boolean mayJoin(Connection connection, Room room) {
    Member member = connection.member();
    if (connection.seat(room) != null) {
      return true;
    }
    String label = room.label(member);
    if (!room.isDirect() && TalkPlaces.rooms(connection) >= hub.limits.maxRoomsPerMember()) {
      connection.refuse(
          ChatError.TOO_MANY,
          "you are in at most " + hub.limits.maxRoomsPerMember() + " rooms (maxRoomsPerMember)",
          null,
          label,
          null);
      return false;
    }
    if (room.members.size() >= hub.limits.maxMembersPerRoom() && !room.members.contains(member)) {
      connection.refuse(
          ChatError.TOO_MANY,
          "a room has at most " + hub.limits.maxMembersPerRoom() + " members (maxMembersPerRoom)",
          null,
          label,
          null);
      return false;
    }
    if (!room.isDirect()
        && Hooked.join(hub.hooks, member, connection.principal, room.key)
            instanceof Verdict.Denied denied) {
      connection.refuse(ChatError.NOT_ALLOWED, denied.sentence(), null, label, null);
      return false;
    }
    return true;
  }

  // Talks of two.

  /// Does something in a talk of two, which the connection enters if it is not there yet.
  void withDirect(Connection connection, String name, Consumer<Seat> then) {
    whenLetIn(
        connection,
        name,
        room -> {
          if (connection.seat(room) == null) {
            open(connection, room);
          }
          Seat seat = connection.seat(room);
          if (seat != null) {
            then.accept(seat);
          }
        });
  }

  private @Nullable Room direct(Connection connection, String name, String key) {
    Member other = hub.roster.named(key);
    String author = other != null ? other.author : hub.entrance.proven.author(key);
    if (author == null) {
      connection.refuse(ChatError.NOT_FOUND, "there is no member of this name", null, name, null);
      return null;
    }
    Member own = connection.member();
    if (own.author.equals(author)) {
      connection.refuse(ChatError.NOT_FOUND, "this is you", null, name, null);
      return null;
    }
    return directOf(own.author, author);
  }

  private Room directOf(String one, String other) {
    String key = DirectRoom.key(one, other);
    Room known = byKey.get(key);
    if (known != null) {
      return known;
    }
    Room room = add(new DirectRoom(hub, key, hub.history, outputs.get()));
    for (String author : List.of(one, other)) {
      talks.computeIfAbsent(author, _ -> new LinkedHashSet<>(2)).add(room);
    }
    return room;
  }

  /// Opens the talks of two in which a member has something to read, the latest for which there are
  /// places, and tells of how many there are more: with a proven name those that it has not read,
  /// as a guest those in which something was said while its name was kept.
  void openUnread(Connection connection) {
    Member member = connection.member;
    if (member == null) {
      return;
    }
    List<String> unread = member.isProven ? unread(connection, member) : missed(connection, member);
    int shown = Math.min(unread.size(), Math.max(0, hub.talkPlaces.free(connection)));
    for (String key : unread.subList(0, shown)) {
      openUnread(connection, member, key);
    }
    if (shown < unread.size()) {
      connection.refuse(
          ChatError.TOO_MANY,
          "talks of two with something to read for which there is no place: "
              + (unread.size() - shown)
              + "; leave others and connect again to be shown them (maxRoomsPerMember)",
          null,
          null,
          null);
    }
  }

  private List<String> missed(Connection connection, Member member) {
    List<String> present = connection.seats.stream().map(seat -> seat.room.key).toList();
    return member.takeMissed().stream().filter(key -> !present.contains(key)).toList();
  }

  /// Returns the keys of a member's talks with something to read where the connection is not, the
  /// latest first, and those with somebody who is gone behind the others.
  private List<String> unread(Connection connection, Member member) {
    List<String> unread = new ArrayList<>(0);
    for (Room room : talks.getOrDefault(member.author, Set.of())) {
      long last = Math.max(room.last, written.getOrDefault(room.key, 0L));
      if (connection.seat(room) == null && last > member.read(room.key)) {
        unread.add(room.key);
      }
    }
    for (Map.Entry<String, Long> log : written.reversed().entrySet()) {
      String key = log.getKey();
      if (!byKey.containsKey(key)
          && DirectRoom.other(key, member.author) != null
          && log.getValue() > member.read(key)) {
        unread.add(key);
      }
    }
    unread.sort(Comparator.comparing(key -> DirectRoom.isClosed(hub, key, member)));
    return unread;
  }

  private void openUnread(Connection connection, Member member, String key) {
    List<String> authors = DirectRoom.authors(key);
    Room room = directOf(authors.getFirst(), authors.getLast());
    room.whenOpen(
        connection,
        new Room.Opened() {
          @Override
          public void opened() {
            if (connection.member == member && connection.seat(room) == null) {
              CatchUp.begin(taken(connection, room), null, 0);
            }
          }

          @Override
          public void failed(HistoryFault fault) {} // it is there the next time
        });
  }

  /// Takes a connection into a talk of two that its member has asked for by saying something.
  private void open(Connection connection, Room room) {
    Seat current = connection.current;
    enter(connection, room, null, 0);
    if (current != null && current.state != Seat.State.LEFT) {
      connection.current = current;
    }
  }

  /// Takes a connection into a talk of two in which something was said to it.
  ///
  /// @param seq the place of that, the last one of the log
  void takeInto(Connection connection, Room room, long seq) {
    CatchUp.beginWith(taken(connection, room), seq);
  }

  /// Returns the seat of a connection in a talk of two that it has not asked for.
  private Seat taken(Connection connection, Room room) {
    Seat seat = new Seat(connection, room, room.label(connection.member()));
    boolean wasNowhere = connection.current == null;
    boolean isCurrent = leaveNamesake(seat) || wasNowhere;
    sit(seat);
    if (isCurrent) {
      connection.current = seat;
    }
    return seat;
  }

  // Out of a room.

  void leave(Connection connection, String name) {
    Seat seat = seatOrRefuse(connection, name, null, null);
    if (seat != null) {
      seat.room.leave(seat, false);
      connection.send(new Notice.Left(seat.label, null, null));
    }
  }

  /// Perhaps nobody is in a room any more: then what it takes goes, and its log stays if something
  /// was said there.
  void emptied(Room room) {
    if (!room.isUnused() || !room.equals(byKey.get(room.key))) {
      return;
    }
    room.recent.clear();
    boolean isEmpty = room.last == 0 && !logHasEntries(room) && !room.slowMode.isOn();
    if (!room.isDirect() && (!isEmpty || room.key.equals(lobby))) {
      return;
    }
    forget(room);
    if (isEmpty) {
      logs.remove(room.key);
      written.remove(room.key);
      hub.newRooms.gone(room);
      if (room.isOpen()) {
        room.history.drop(room.key);
      }
    }
  }

  /// Returns true if the log of a room that could not be opened has had entries.
  private boolean logHasEntries(Room room) {
    return !room.isOpen() && written.containsKey(room.key);
  }

  private void forget(Room room) {
    byKey.remove(room.key);
    if (room.topic.isEmpty()) {
      kept.remove("topic:" + room.key);
    } else {
      kept.put("topic:" + room.key, room.topic);
    }
    for (String author : DirectRoom.authors(room.key)) {
      Set<Room> theirs = talks.get(author);
      if (theirs != null) {
        theirs.remove(room);
        if (theirs.isEmpty()) {
          talks.remove(author);
        }
      }
    }
    if (room.last > 0) {
      written.putLast(room.key, room.last);
    }
  }

  /// A member has another name: tells all who are somewhere with it, each once. Costs what these
  /// are, whatever else there is on the server.
  void renamed(Member member, String before) {
    Set<Connection> told = new LinkedHashSet<>(member.connections);
    for (Room room : roomsOf(member)) {
      room.presence.renamed(before, member.name);
      room.addConnections(told);
    }
    for (Room room : talks.getOrDefault(member.author, Set.of())) {
      for (Seat seat : List.copyOf(room.individuals)) {
        seat.label = room.label(seat.connection.member());
        boolean wasCurrent = leaveNamesake(seat);
        if (wasCurrent) {
          seat.connection.current = seat;
        }
        told.add(seat.connection);
      }
    }
    Notice.Renamed notice = new Notice.Renamed(before, member.name);
    told.forEach(connection -> connection.send(notice));
  }

  private static Set<Room> roomsOf(Member member) {
    Set<Room> rooms = new LinkedHashSet<>();
    for (Connection connection : member.connections) {
      connection.seats.forEach(seat -> rooms.add(seat.room));
    }
    return rooms;
  }
}
