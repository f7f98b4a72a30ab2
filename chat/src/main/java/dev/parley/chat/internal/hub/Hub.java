package dev.parley.chat.internal.hub;

import dev.parley.chat.config.ChatHooks;
import dev.parley.chat.config.ChatLimits;
import dev.parley.chat.config.ChatSettings;
import dev.parley.chat.history.History;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.MemberName;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.limit.Clock;
import dev.parley.session.Loop;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All rooms, members and names of one chat server: one state machine, confined to one loop, so
/// that nothing is locked. What happens to a connection comes in by the methods of this class, and
/// what it causes goes out by [Outlet], [RoomOutput] and [History].
///
/// ```
///   handle ─▶ Entrance   hello: who is it?               Roster, Tokens
///          ├▶ Speech     send, edit, delete: may it?     Moderation ─▶ Room.append
///          ├▶ Rooms      join, leave                     CatchUp
///          ├▶ Reading    history, search, read markers
///          └▶ Commands   what people type
/// ```
public final class Hub {
  private static final Duration SWEEP = Duration.ofSeconds(5);
  private static final long TYPING_NANOS = Duration.ofSeconds(1).toNanos();

  final Loop loop;
  final Clock clock;
  final ChatSettings settings;
  final ChatLimits limits;
  final ChatHooks hooks;
  final History history;

  /// The log of rooms that are kept in memory beside the main one.
  final History memory;

  final RandomGenerator random;
  final ReplyQueue replies;
  final Batching batching;
  final Keeping keeping;
  final Roster roster = new Roster();
  final Rooms rooms;
  final NewRooms newRooms;
  final TalkPlaces talkPlaces;
  final Entrance entrance;
  final Speech speech;
  final Reading reading;
  final Pacing pacing;
  final RequestParts requestParts;
  final Kept kept;
  final Moderation moderation;
  final Commands commands;
  final ReadTurns readTurns;
  final Set<Connection> connections = new LinkedHashSet<>();
  private boolean isSweeping;

  /// Creates the state of a server.
  ///
  /// @param loop where everything here is called
  /// @param random for what must not be guessed
  /// @param outputs creates the output of a room
  public Hub(
      Loop loop,
      Clock clock,
      ChatSettings settings,
      ChatHooks hooks,
      History history,
      RandomGenerator random,
      Supplier<RoomOutput> outputs) {
    this.loop = loop;
    this.clock = clock;
    this.settings = settings;
    this.limits = settings.limits();
    this.hooks = hooks;
    this.history = history;
    this.memory =
        history.storage() == History.Storage.DISK
            ? new MemoryHistory(MemoryHistory.MAX_ENTRIES, clock)
            : history;
    this.random = random;
    this.replies = new ReplyQueue(loop);
    this.batching = new Batching(loop);
    this.readTurns = new ReadTurns(this);
    this.keeping = new Keeping(this);
    Map<String, String> kept = history.settings();
    this.kept = new Kept(this, kept);
    this.moderation = new Moderation(this, kept);
    this.commands = new Commands(this);
    this.rooms = new Rooms(this, outputs);
    this.newRooms = new NewRooms(this);
    this.talkPlaces = new TalkPlaces(this);
    this.entrance = new Entrance(this);
    this.speech = new Speech(this);
    this.reading = new Reading(this);
    this.pacing = new Pacing(this);
    this.requestParts = new RequestParts(this);
  }

  // Connections.

  /// Somebody has connected, and has said nothing yet.
  ///
  /// @param principal the name that the login has proven; null without one
  /// @param isDatagram true over datagrams
  /// @param mustProve true if the address of the peer may be forged, see [AddressProof]
  public Connection connected(
      Outlet outlet, @Nullable String principal, boolean isDatagram, boolean mustProve) {
    Connection connection = new Connection(outlet, batching, this::lost, principal, isDatagram);
    connection.mustProveAddress = mustProve;
    connection.heardAtNanos = clock.nanos();
    connections.add(connection);
    sweepSoon();
    return connection;
  }

  /// Greets somebody who speaks plain text, or has been silent for long enough: a member of the
  /// lobby from now on. Does nothing if it is a member already.
  public void greet(Connection connection) {
    if (!connection.isEnding()
        && connection.member == null
        && !connection.isStructured
        && !connection.mustProveAddress) {
      entrance.greet(connection);
      if (connection.isDatagram) {
        pacing.tickSoon();
      }
    }
  }

  /// The person at the server's own terminal is a member with the rights of an operator.
  public Connection console(Outlet outlet, MemberName name) {
    Connection connection = connected(outlet, null, false, false);
    entrance.enter(connection, entrance.proven.operator(name));
    rooms.join(connection, settings.lobby(), null, 0);
    return connection;
  }

  /// A line of plain text has come: something to say in the current room, or a command.
  public void line(Connection connection, String line) {
    if (!connection.isEnding() && !connection.mustWait(() -> lineNow(connection, line))) {
      lineNow(connection, line);
    }
  }

  private void lineNow(Connection connection, String line) {
    connection.heardAtNanos = connection.isDatagram ? clock.nanos() : 0;
    if (!entrance.proof.admits(connection, line)) {
      return;
    }
    greet(connection);
    if (connection.member == null || connection.isOver || line.isEmpty()) {
      return;
    }
    if (!connection.mustWait(() -> commands.line(connection, line))) {
      commands.line(connection, line);
    }
  }

  /// A request has come.
  public void handle(Connection connection, Request request) {
    if (!connection.isEnding()
        && !(connection.isOpening() && connection.mustWait(() -> handleNow(connection, request)))) {
      handleNow(connection, request);
    }
  }

  private void handleNow(Connection connection, Request request) {
    if (!connection.isStructured) {
      entrance.becomeStructured(connection);
    }
    if (connection.isDatagram) {
      connection.heardAtNanos = clock.nanos();
      if (!entrance.proof.admits(connection, request)) {
        return;
      }
      pacing.tickSoon();
    }
    switch (request) {
      case Request.Hello hello -> entrance.hello(connection, hello);
      case Request.Ping ping -> {
        if (connection.isDatagram && connection.member == null) {
          refuseStranger(
              connection, idOf(request)); // a member of before the server was started anew
        } else {
          connection.send(new Notice.Pong(ping.ref()));
        }
      }
      case Request.Pong _ -> {}
      case Request.Quit _ -> connection.endLater(ClosingCode.QUIT, "goodbye");
      default -> {
        if (connection.member == null) {
          refuseStranger(connection, idOf(request));
        } else {
          handleOfMember(connection, request);
        }
      }
    }
  }

  private static @Nullable String idOf(Request request) {
    return switch (request) {
      case Request.Send send -> send.id();
      case Request.Edit edit -> edit.id();
      case Request.Delete delete -> delete.id();
      default -> null;
    };
  }

  /// @param id that of the request; null if it has none, or must not be repeated
  void refuseStranger(Connection connection, @Nullable String id) {
    connection.refuse(ChatError.NOT_ALLOWED, "say hello first", null, null, id);
  }

  private void handleOfMember(Connection connection, Request request) {
    switch (request) {
      case Request.Send send -> speech.send(connection, send);
      case Request.Edit edit -> speech.edit(connection, edit);
      case Request.Delete delete -> speech.delete(connection, delete);
      case Request.Join join -> rooms.join(connection, join.room(), join.epoch(), join.seq());
      case Request.Leave leave -> rooms.leave(connection, leave.room());
      case Request.History wanted -> reading.history(connection, wanted);
      case Request.Search wanted -> reading.search(connection, wanted);
      case Request.Read read -> reading.read(connection, read);
      case Request.Typing typing -> typing(connection, typing.room());
      case Request.Command command -> commands.run(connection, command);
      case Request.Seen seen -> pacing.seen(connection, seen);
      case Request.Part part -> requestParts.take(connection, part);
      case Request.Hello _, Request.Ping _, Request.Pong _, Request.Quit _ -> {}
    }
  }

  /// A connection is told the same in another form from now on.
  ///
  /// @param change makes the change
  public void reformed(Connection connection, Runnable change) {
    for (Seat seat : connection.seats) {
      seat.room.leaveOutput(seat);
    }
    change.run();
    for (Seat seat : connection.seats) {
      seat.room.reseat(seat);
    }
  }

  /// Answers what is no request of the protocol.
  public void malformed(Connection connection, Notice.Refused why) {
    if (!connection.isEnding() && !connection.mustProveAddress) {
      if (!connection.isStructured) {
        entrance.becomeStructured(connection);
      }
      connection.send(why);
    }
  }

  /// Answers what seems to be meant as a request, of a peer that has said nothing else yet.
  public void broken(Connection connection, Notice.Refused why) {
    if (!connection.isEnding() && !connection.mustProveAddress) {
      connection.send(why);
    }
  }

  /// Nothing has come from a client for a while: asks whether it is there.
  public void ping(Connection connection) {
    connection.send(new Notice.Ping());
  }

  /// Nothing has come from a client, which was asked: it is gone.
  public void silent(Connection connection) {
    connection.close(ClosingCode.SILENT, "nothing was heard of you for too long");
  }

  /// The peer has ended its output: it gets what is under way, and is closed then.
  public void ended(Connection connection) {
    connection.endLater(null, "");
  }

  /// Closes a connection when nothing is under way for it.
  public void finish(Connection connection, ClosingCode code, String text) {
    connection.endLater(code, text);
    readTurns.dropUnwanted(connection);
  }

  /// Tells why a connection ends, which it does at once, whatever is under way.
  public void end(Connection connection, ClosingCode code, String text) {
    connection.close(code, text);
  }

  /// The connection is gone.
  public void lost(Connection connection) {
    connection.isOver = true;
    if (connections.remove(connection)) {
      entrance.lost(connection);
      readTurns.dropUnwanted(connection);
    }
  }

  // What several parts need.

  private void typing(Connection connection, String room) {
    Seat seat = rooms.seat(connection, room);
    long now = clock.nanos();
    if (seat == null
        || (connection.typedAtNanos != 0 && now - connection.typedAtNanos < TYPING_NANOS)) {
      return;
    }
    connection.typedAtNanos = now == 0 ? 1 : now;
    seat.room.typing(connection);
  }

  /// A room has lost a member, or what it has waited for.
  void leftEmpty(Room room) {
    if (room.members.isEmpty()) {
      rooms.emptied(room);
    }
  }

  /// Keeps a setting of the server, or forgets it if the value is null.
  void keep(String key, @Nullable String value) {
    keeping.keep(key, value, _ -> {});
  }

  // Members who read too slowly.

  private void sweepSoon() {
    if (!isSweeping) {
      isSweeping = true;
      var _ = loop.after(SWEEP, this::sweep);
    }
  }

  private void sweep() {
    isSweeping = false;
    long now = clock.nanos();
    for (Connection connection : connections) {
      if (connection.outlet.waiting() <= limits.softOutboxBytes()) {
        connection.slowSinceNanos = 0;
      } else if (connection.slowSinceNanos == 0) {
        connection.slowSinceNanos = now == 0 ? 1 : now;
      } else if (now - connection.slowSinceNanos >= limits.softOutboxTime().toNanos()) {
        connection.close(
            ClosingCode.TOO_SLOW, "you read too slowly; come back and get what you have missed");
      }
    }
    if (!connections.isEmpty()) {
      sweepSoon();
    }
  }
}
