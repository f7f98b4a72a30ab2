package dev.parley.chat.internal.hub;

import dev.parley.chat.history.Entry;
import dev.parley.chat.history.Entry.Kind;
import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Command;
import dev.parley.chat.protocol.CommandLine;
import dev.parley.chat.protocol.CommandName;
import dev.parley.chat.protocol.MemberName;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.chat.protocol.RoomName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Does what people type. Every command is answered by a result, which may be empty, by the page or
/// the hits that were asked for, or by an error. Confined to the hub's loop.
final class Commands {
  private static final String ABOVE = "this member was made an operator where the server runs";

  private static final int MAX_LINES = 100;

  private final Hub hub;

  Commands(Hub hub) {
    this.hub = hub;
  }

  /// Somebody with a client has typed a command.
  void run(Connection connection, Request.Command command) {
    String room = command.room();
    Seat seat = room == null ? null : hub.rooms.seat(connection, room);
    run(connection, seat, command.ref(), command.line(), () -> run(connection, command));
  }

  /// Somebody who speaks plain text has typed a line.
  void line(Connection connection, String line) {
    run(connection, connection.current, null, line, () -> line(connection, line));
  }

  /// @param again runs it anew
  private void run(
      Connection connection,
      @Nullable Seat seat,
      @Nullable String ref,
      String line,
      Runnable again) {
    CommandLine parsed = CommandLine.parse(line, hub.clock.now(), hub.settings.zone());
    if (connection.isAppending()
        && parsed instanceof CommandLine.Run(Command command)
        && looksAtLog(command)) {
      connection.afterAppends(again);
      return;
    }
    int refusals = connection.refusals;
    connection.ref = ref;
    List<String> result =
        switch (parsed) {
          case CommandLine.Say say -> {
            Seat here = seat(connection, seat);
            if (here != null) {
              hub.speech.say(connection, here, null, say.text(), Kind.TEXT);
            }
            yield List.of();
          }
          case CommandLine.Wrong wrong ->
              refused(connection, wrong.error(), wrong.problem().toString());
          case CommandLine.Run run -> run(connection, seat, ref, run.command());
        };
    connection.ref = null;
    if (result == null || connection.refusals != refusals || connection.isOver) {
      return; // it was answered
    }
    if (connection.isStructured || !result.isEmpty()) {
      connection.send(new Notice.Result(ref, result));
    }
  }

  /// Returns true for a command whose answer depends on what its sender has said before, which the
  /// log may not have yet.
  private static boolean looksAtLog(Command command) {
    return switch (command) {
      case Command.Topic topic -> topic.text() == null;
      case Command.Edit edit -> edit.seq() == 0;
      case Command.Delete delete -> delete.seq() == 0;
      case Command.History _, Command.Search _ -> true;
      default -> false;
    };
  }

  /// Returns the lines of the result; null if another notice is the answer.
  private @Nullable List<String> run(
      Connection connection, @Nullable Seat seat, @Nullable String ref, Command command) {
    if (command.command().right() == CommandName.Right.OPERATOR
        && !connection.member().isOperator) {
      return refused(connection, ChatError.NOT_ALLOWED, "only operators may do this");
    }
    return switch (command) {
      case Command.Name name -> name(connection, name.name());
      case Command.Join join -> {
        hub.rooms.join(connection, join.room().shown(), null, 0);
        yield List.of();
      }
      case Command.Leave leave -> leave(connection, seat, leave.room());
      case Command.Rooms _ -> rooms();
      case Command.Who who -> who(connection, seat, who.room());
      case Command.Msg msg -> msg(connection, msg.to(), msg.text());
      case Command.Help help ->
          help.about() == null
              ? CommandName.overview(connection.member().isOperator)
              : help.about().explanation();
      case Command.Quit _ -> {
        connection.endLater(ClosingCode.QUIT, "goodbye");
        yield List.of();
      }
      case Command.Search search -> {
        hub.reading.search(connection, new Request.Search(ref, null, search.words(), null, 0));
        yield null;
      }
      case Command.Ignore ignore -> ignore(connection, ignore);
      case Command.Unban unban -> unban(connection, ref, unban.name());
      case Command.Ban ban -> ban(connection, ref, ban);
      case Command.Op op -> op(connection, ref, op.name(), op.isOn());
      case Command.Me _,
          Command.Topic _,
          Command.History _,
          Command.Edit _,
          Command.Delete _,
          Command.Mute _,
          Command.Kick _,
          Command.Slow _ -> {
        Seat here = seat(connection, seat);
        yield here == null ? List.of() : inRoom(connection, here, ref, command);
      }
    };
  }

  /// The commands that are for the room in which they are typed.
  private @Nullable List<String> inRoom(
      Connection connection, Seat seat, @Nullable String ref, Command command) {
    switch (command) {
      case Command.Me me -> hub.speech.say(connection, seat, null, me.text(), Kind.ACTION);
      case Command.Topic topic -> {
        String text = topic.text();
        if (text == null) {
          return List.of(
              seat.room.topic.isEmpty()
                  ? seat.label + " has no topic"
                  : seat.label + " topic: " + seat.room.topic);
        }
        hub.speech.topic(connection, seat, text);
      }
      case Command.History history -> {
        hub.reading.history(
            connection,
            new Request.History(
                ref,
                seat.label,
                Request.History.ANYWHERE,
                history.before(),
                history.at(),
                history.count()));
        return null;
      }
      case Command.Edit edit -> change(connection, seat, edit.seq(), edit.text());
      case Command.Delete delete -> change(connection, seat, delete.seq(), null);
      case Command.Mute mute -> {
        return mute(connection, ref, seat.room, mute);
      }
      case Command.Kick kick -> {
        return kick(connection, seat.room, kick.name(), kick.reason());
      }
      case Command.Slow slow -> {
        return slow(connection, ref, seat, slow.interval());
      }
      default -> throw new IllegalStateException(command.command() + " is for no room");
    }
    return List.of();
  }

  private static List<String> refused(Connection connection, ChatError code, String sentence) {
    connection.refuse(code, sentence, null, null, null);
    return List.of();
  }

  private static @Nullable Seat seat(Connection connection, @Nullable Seat seat) {
    if (seat == null) {
      var _ =
          refused(connection, ChatError.NOT_MEMBER, "you are in no room; /join #room enters one");
    }
    return seat;
  }

  /// Returns the member with a name who is here; null if there is none, which was said.
  private @Nullable Member member(Connection connection, MemberName name) {
    Member member = hub.roster.named(name.key());
    if (member == null) {
      var _ = refused(connection, ChatError.NOT_FOUND, "there is no member of this name");
    }
    return member;
  }

  // Oneself.

  private List<String> name(Connection connection, MemberName name) {
    Member member = connection.member();
    if (member.isProven) {
      return refused(connection, ChatError.NOT_ALLOWED, "your name is that of your login");
    }
    if (hub.moderation.ban(name.key(), null, "") != null) {
      return refused(connection, ChatError.BANNED, "this name is banned");
    }
    MemberName free = hub.entrance.freeName(connection, name.shown(), member);
    if (free == null || member.name.equals(free.shown())) {
      return List.of();
    }
    long now = hub.clock.nanos();
    long wait = connection.renames.waitNanos(now);
    if (wait > 0) {
      long millis = TimeUnit.NANOSECONDS.toMillis(wait) + 1;
      connection.refuse(
          new Notice.Refused(
              ChatError.TOO_FAST,
              "you can take another name in " + (millis + 999) / 1_000 + " s",
              connection.ref,
              null,
              null,
              millis));
      return List.of();
    }
    connection.renames.take(now);
    String before = member.name;
    hub.roster.rename(member, free.shown(), free.key());
    hub.rooms.renamed(member, before);
    return List.of();
  }

  private List<String> leave(Connection connection, @Nullable Seat seat, @Nullable RoomName room) {
    if (room != null) {
      hub.rooms.leave(connection, room.key());
    } else {
      Seat here = seat(connection, seat);
      if (here != null) {
        hub.rooms.leave(connection, here.label);
      }
    }
    return List.of();
  }

  private List<String> ignore(Connection connection, Command.Ignore ignore) {
    Member own = connection.member();
    MemberName name = ignore.name();
    if (name == null) {
      return List.of(
          own.ignored == null
              ? "you ignore nobody"
              : "you ignore " + String.join(", ", own.ignored.values()));
    }
    String author = own.ignoredAuthor(name.key());
    if (ignore.isOn() || author == null) {
      Member other = hub.roster.named(name.key());
      author = other == null ? hub.entrance.proven.author(name.key()) : other.author;
    }
    if (author == null || author.equals(own.author)) {
      return refused(connection, ChatError.NOT_FOUND, "there is no other member of this name");
    }
    own.ignore(author, ignore.isOn() ? name.shown() : null);
    for (Connection each : own.connections) {
      for (Seat seat : each.seats) {
        seat.room.reseat(seat);
      }
    }
    return List.of(
        ignore.isOn() ? "you ignore " + name.shown() : "you listen to " + name.shown() + " again");
  }

  // Others.

  private List<String> rooms() {
    List<String> lines = new ArrayList<>();
    hub.rooms.all().stream()
        .filter(room -> !room.isDirect() && !room.members.isEmpty())
        .sorted(Comparator.comparingInt((Room room) -> room.members.size()).reversed())
        .limit(MAX_LINES)
        .forEach(room ->
            lines.add(
                room.key
                    + ": "
                    + room.members.size()
                    + " here"
                    + (room.topic.isEmpty() ? "" : "; " + room.topic)));
    List<String> empty =
        hub.rooms.keys().stream()
            .filter(key -> key.startsWith("#") && hub.rooms.isEmpty(key))
            .sorted()
            .limit(MAX_LINES)
            .toList();
    if (!empty.isEmpty()) {
      lines.add("nobody in " + String.join(", ", empty));
    }
    return lines;
  }

  private List<String> who(Connection connection, @Nullable Seat seat, @Nullable RoomName name) {
    if (name == null) {
      Seat here = seat(connection, seat);
      return here == null ? List.of() : who(here.label, here.room);
    }
    Seat own = hub.rooms.seat(connection, name.key());
    if (own != null) {
      return who(own.label, own.room);
    }
    Room room = name.isDirect() ? null : hub.rooms.here(name.key());
    return room == null
        ? refused(connection, ChatError.NOT_FOUND, "nobody is in " + name.key())
        : who(name.key(), room);
  }

  private List<String> who(String label, Room room) {
    int count = room.members.size();
    if (count > hub.limits.maxListedMembers()) {
      return List.of(label + ": " + count + " here");
    }
    List<String> names =
        room.members.stream()
            .map(member -> member.isOperator ? member.name + " (operator)" : member.name)
            .sorted()
            .toList();
    return List.of(label + ": " + String.join(", ", names) + "; " + count + " here");
  }

  private List<String> msg(Connection connection, MemberName to, String text) {
    hub.rooms.withDirect(
        connection,
        "@" + to.shown(),
        seat -> hub.speech.say(connection, seat, null, text, Kind.TEXT));
    return List.of();
  }

  private void change(Connection connection, Seat seat, long seq, @Nullable String text) {
    long target = seq == 0 ? ownLast(connection, seat.room) : seq;
    if (target == 0) {
      var _ = refused(connection, ChatError.NOT_FOUND, "you have said nothing here lately");
    } else if (text == null) {
      hub.speech.change(connection, seat, null, target, null);
    } else {
      hub.speech.edit(connection, seat, null, target, text);
    }
  }

  private static long ownLast(Connection connection, Room room) {
    String author = connection.member().author;
    List<Entry> recent = room.recent.isEmpty() ? List.of() : room.recent.from(room.recent.first());
    for (Entry entry : recent.reversed()) {
      if (entry.isMessage()
          && entry.author().equals(author)
          && entry.state() != Entry.State.DELETED) {
        return entry.seq();
      }
    }
    return 0;
  }

  // Operators.

  /// Keeps settings and answers when the log has them; it says so if they hold only until the
  /// process ends.
  private @Nullable List<String> kept(
      Connection connection, @Nullable String ref, List<Moderation.Change> changes, String result) {
    if (changes.isEmpty()) {
      return List.of(result);
    }
    KeptReply reply = new KeptReply(connection, ref, result, changes.size());
    connection.underWay++;
    changes.forEach(change -> hub.keeping.keep(change.key(), change.value(), reply::one));
    return null;
  }

  /// Answers a command when the log has replied about all that it has changed.
  private static final class KeptReply {
    private final Connection connection;
    private final @Nullable String ref;
    private final String result;
    private int missing;
    private @Nullable HistoryFault fault;

    KeptReply(Connection connection, @Nullable String ref, String result, int missing) {
      this.connection = connection;
      this.ref = ref;
      this.result = result;
      this.missing = missing;
    }

    void one(@Nullable HistoryFault why) {
      missing--;
      fault = why == null ? fault : why;
      if (missing > 0) {
        return;
      }
      connection.send(
          new Notice.Result(
              ref, fault == null ? List.of(result) : List.of(result, Faults.notKept(fault))));
      connection.underWay--;
      connection.endIfDone();
    }
  }

  /// Tells a member what an operator has done that concerns it. Over datagrams it may be lost.
  private static void tell(Connection connection, String sentence) {
    connection.send(new Notice.Result(null, List.of(sentence)));
  }

  private @Nullable List<String> slow(
      Connection connection, @Nullable String ref, Seat own, Duration interval) {
    Room room = own.room;
    room.slowMode.interval(interval);
    long seconds = interval.toSeconds();
    String result =
        seconds == 0
            ? " is not slow any more"
            : ": each member may speak once in " + seconds + " s";
    for (Member member : room.members) {
      for (Connection each : member.connections) {
        Seat seat = each.seat(room);
        if (seat != null && each != connection) {
          tell(each, seat.label + result);
        }
      }
    }
    Moderation.Change change =
        new Moderation.Change("slow:" + room.key, seconds == 0 ? null : String.valueOf(seconds));
    return kept(connection, ref, List.of(change), own.label + result);
  }

  private @Nullable List<String> mute(
      Connection connection, @Nullable String ref, Room room, Command.Mute mute) {
    Member member = member(connection, mute.name());
    if (member == null) {
      return List.of();
    }
    if (isAbove(connection, member.key)) {
      return refused(connection, ChatError.NOT_ALLOWED, ABOVE);
    }
    Duration duration = mute.duration();
    List<Moderation.Change> changes = hub.moderation.mute(room, member.author, duration);
    boolean isOver = duration != null && duration.isZero();
    for (Connection each : member.connections) {
      Seat seat = each.seat(room);
      if (seat != null && each != connection) {
        tell(
            each,
            isOver
                ? "you may speak in " + seat.label + " again"
                : "you may not speak in " + seat.label + lasting(duration));
      }
    }
    return kept(
        connection,
        ref,
        changes,
        isOver
            ? member.name + " may speak again"
            : member.name + " may not speak here" + lasting(duration));
  }

  /// Returns true if a name is of somebody whom this operator must not restrain: nobody does the
  /// person at the server, and only that person does the operators that the settings name.
  private boolean isAbove(Connection connection, String key) {
    return hub.entrance.proven.isConsole(key)
        || (hub.moderation.isNamed(key) && !hub.entrance.proven.isConsole(connection.member().key));
  }

  private static String lasting(@Nullable Duration duration) {
    if (duration == null) {
      return "";
    }
    long minutes = duration.toMinutes();
    return minutes == 1 ? " for 1 minute" : " for " + minutes + " minutes";
  }

  private List<String> kick(
      Connection connection, Room room, MemberName name, @Nullable String reason) {
    Member member = member(connection, name);
    if (member == null) {
      return List.of();
    }
    if (!room.members.contains(member)) {
      return refused(connection, ChatError.NOT_FOUND, "this member is not here");
    }
    if (isAbove(connection, member.key)) {
      return refused(connection, ChatError.NOT_ALLOWED, ABOVE);
    }
    for (Connection each : member.connections) {
      Seat seat = each.seat(room);
      if (seat != null) {
        room.leave(seat, false);
        each.send(new Notice.Left(seat.label, connection.member().name, reason));
      }
    }
    return List.of(member.name + " is removed");
  }

  private @Nullable List<String> ban(Connection connection, @Nullable String ref, Command.Ban ban) {
    MemberName name = ban.name();
    Member member = hub.roster.named(name.key());
    if (member == connection.member()) {
      return refused(connection, ChatError.NOT_ALLOWED, "this is you");
    }
    if (isAbove(connection, name.key())) {
      return refused(connection, ChatError.NOT_ALLOWED, ABOVE);
    }
    String why = ban.reason() == null ? "" : ban.reason();
    Term term = Term.of(ban.duration(), hub.clock);
    List<Moderation.Change> changes = hub.moderation.keepOut(name.key(), member, term, why);
    if (member != null) {
      for (Connection each : List.copyOf(member.connections)) {
        each.close(ClosingCode.BANNED, Entrance.banned(why));
        hub.lost(each);
      }
      hub.roster.remove(member);
    }
    return kept(connection, ref, changes, name.shown() + " is banned" + lasting(ban.duration()));
  }

  private @Nullable List<String> unban(
      Connection connection, @Nullable String ref, MemberName name) {
    List<Moderation.Change> changes = hub.moderation.unban(name.key());
    return changes.isEmpty()
        ? refused(connection, ChatError.NOT_FOUND, "this name is not banned")
        : kept(connection, ref, changes, name.shown() + " is not banned any more");
  }

  private @Nullable List<String> op(
      Connection connection, @Nullable String ref, MemberName name, boolean isOn) {
    if (hub.entrance.proven.author(name.key()) == null) {
      return refused(
          connection, ChatError.NOT_ALLOWED, "only a member with a login can be an operator");
    }
    if (isAbove(connection, name.key())) {
      return refused(connection, ChatError.NOT_ALLOWED, ABOVE);
    }
    List<Moderation.Change> changes = hub.moderation.operator(name.key(), isOn);
    Member member = hub.roster.named(name.key());
    if (member != null && member.isProven && member.isOperator != isOn) {
      member.isOperator = isOn;
      for (Connection each : member.connections) {
        if (each != connection) {
          if (each.isStructured) {
            hub.entrance.welcome(each); // with the rights that it has now
          }
          tell(each, isOn ? "you are an operator now" : "you are no operator any more");
        }
      }
    }
    return kept(
        connection,
        ref,
        changes,
        isOn ? name.shown() + " is an operator" : name.shown() + " is no operator any more");
  }
}
