package dev.parley.chat.client;

import dev.parley.ConnectOutcome;
import dev.parley.chat.history.Entry;
import dev.parley.chat.history.History.Storage;
import dev.parley.chat.internal.parts.PartGatherer;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.ChatJson;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.InvalidNameException;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.chat.protocol.RoomName;
import dev.parley.frame.Message;
import dev.parley.problem.Problem;
import dev.parley.problem.SessionProblem;
import dev.parley.session.CloseReason;
import dev.parley.session.Loop;
import dev.parley.session.Session;
import dev.parley.text.Printable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What a client is, over any number of connections: its name, the rooms that it is in, its
/// messages that are not acknowledged, and its open questions. Touches no socket and no clock: told
/// of connections and notices, it acts through [Connection], and waits through [Loop#after].
/// Confined to the loop.
///
/// ```
///            opened          Welcome
///   OFFLINE ───────▶ GREETING ─────▶ ONLINE      in each room: entering ─ Room ─▶ in
///      ▲                │ ended        │
///      └────────────────┴──────────────┘         CLOSED, from any, for good
/// ```
final class Membership {
  /// How long the server may take to answer the first message.
  static final Duration WELCOME_TIMEOUT = Duration.ofSeconds(15);

  /// After this many heartbeats in which nothing was received the connection is considered lost.
  static final int MAX_SILENT_BEATS = 3;

  /// Over datagrams no connection breaks: a client that has heard nothing for 5 to 10 s asks
  /// whether the server is there, so that one that was started anew, and knows nobody, tells it
  /// soon.
  static final Duration PROBE = Duration.ofSeconds(5);

  /// After this many probes without an answer the server is considered gone.
  static final int MAX_SILENT_PROBES = 5;

  /// How long a client waits for entries that the server owes it, before it asks for them.
  static final Duration STALL = Duration.ofSeconds(1);

  /// How long a client over datagrams waits before it tells what it has, so that it tells of
  /// several at once.
  static final Duration SEEN_DELAY = Duration.ofMillis(50);

  /// How often a client over datagrams asks a server that is there for the same entries before it
  /// gives them up.
  static final int MAX_ASKED = 24;

  /// The most rooms of a client, those that the server opens included.
  static final int MAX_ROOMS = 1_000;

  /// The most open questions.
  static final int MAX_QUESTIONS = 100;

  /// The most notices that are incomplete at a time, and the most parts that they have.
  private static final int MAX_OPEN = 32;

  private static final int MAX_OPEN_PARTS = 4_096;
  private static final int MAX_SHOWN = 300;
  private static final String HELLO = "hello";

  private final Loop loop;
  private final RoomListener listener;
  private final String ids;
  private final String program;
  private final Runnable giveUp;

  /// By their keys.
  private final Map<String, Room> rooms = new LinkedHashMap<>();

  private final Map<String, Question<?>> questions = new LinkedHashMap<>();
  private final List<Command> commands = new ArrayList<>();
  private final PartGatherer parts = new PartGatherer(MAX_OPEN, MAX_OPEN_PARTS);
  private final Repeats repeats;

  private RoomClient.State state = RoomClient.State.OFFLINE;
  private @Nullable Connection connection;
  private @Nullable String name;
  private @Nullable String token;
  private @Nullable String addressToken;

  /// True if a connection was lost on which the client has said hello: the server may know it.
  private boolean isPerhapsKnown;

  /// True if a hello with the token for our address was said on this connection.
  private boolean hasProvenAddress;

  /// True if the server has said that it does not know this client, until it lets it in again.
  private boolean isForgotten;

  private Problem why = Problem.of(ClientProblem.OFFLINE);

  /// Why this client itself has broken the connection off; null if it has not.
  private @Nullable Problem broken;

  private long lastId;

  /// Counts connections, so that a timer of an earlier one does nothing.
  private long connections;

  private boolean isHeard;
  private int silentBeats;

  /// How much was heard of the server.
  private long heardCount;

  /// A question that the server answers by its `ref`.
  private record Question<T>(Class<T> kind, CompletableFuture<T> answer) {
    boolean takes(Notice notice) {
      return kind.isInstance(notice) && answer.complete(kind.cast(notice));
    }
  }

  /// A command that waits until the client is in its room.
  private record Command(
      @Nullable String room, String line, CompletableFuture<Notice.CommandAnswer> answer) {
    boolean isOfRoomOf(Command other) {
      return Objects.equals(room, other.room);
    }
  }

  /// One room.
  private final class Room implements RoomLog.Output {
    private String name;
    private final RoomLog log = new RoomLog(this);
    private final Outgoing out = new Outgoing();
    private Storage storage = Storage.MEMORY;
    private boolean isIn;

    /// True if the server has refused to let us in on this connection.
    private boolean isRefused;

    /// True while a command that was typed here is not answered.
    private boolean isCommanding;

    private boolean isAsking;
    private boolean isWatched;
    private boolean isTelling;
    private int asked;

    /// The [#heardCount] at the last question for what is missing.
    private long heardWhenAsked;

    private CompletableFuture<Notice.Room> entering = new CompletableFuture<>();

    /// True if somebody has asked for `entering`, and learns from it whether we are let in.
    private boolean isAwaited;

    private Room(String name) {
      this.name = name;
    }

    @Override
    public void passed(RoomLog.Item item) {
      switch (item) {
        case RoomLog.Item.Other(Entry entry) -> listener.message(name, entry);
        case RoomLog.Item.Own(Notice.Ack ack) -> listener.acknowledged(ack);
      }
    }

    @Override
    public void notRecovered(long first, long last) {
      listener.notRecovered(name, first, last);
    }
  }

  /// Creates one that is offline.
  ///
  /// @param ids what the ids of this client's messages begin with: no other client's do
  /// @param program tells the server what program this is
  /// @param giveUp called when the server wants it never to come back
  Membership(
      Loop loop,
      RoomListener listener,
      String ids,
      String program,
      @Nullable String name,
      @Nullable String token,
      List<String> rooms,
      Runnable giveUp) {
    this.loop = loop;
    this.listener = listener;
    this.ids = ids;
    this.program = program;
    this.name = name;
    this.token = token;
    this.giveUp = giveUp;
    this.repeats = new Repeats(loop, this::say);
    rooms.forEach(room -> this.rooms.put(key(room), new Room(room)));
  }

  RoomClient.State state() {
    return state;
  }

  // The connection.

  void connecting(int attempt) {
    if (state != RoomClient.State.CLOSED) {
      listener.connecting(attempt);
    }
  }

  /// An attempt has failed.
  void unreachable(ConnectOutcome.Failed cause) {
    if (state != RoomClient.State.CLOSED) {
      listener.unreachable(cause);
    }
  }

  /// There is a connection.
  void opened(Connection opened) {
    if (state == RoomClient.State.CLOSED) {
      opened.close();
      return;
    }
    connection = opened;
    broken = null;
    greet();
  }

  private void greet() {
    connections++;
    state = RoomClient.State.GREETING;
    later(
        WELCOME_TIMEOUT,
        () -> {
          if (state == RoomClient.State.GREETING) {
            lose(Problem.of(ClientProblem.NO_WELCOME));
          }
        });
    hello();
  }

  private void hello() {
    List<Request.Position> positions = new ArrayList<>();
    rooms.values().forEach(room -> positions.add(room.log.position(room.name)));
    Request.Hello hello = hello(positions);
    ask(HELLO, fits(hello) ? hello : hello(List.of())); // the others after the welcome
  }

  private Request.Hello hello(List<Request.Position> positions) {
    String shown = addressToken != null ? addressToken : token;
    return new Request.Hello(1, name, shown, program, positions);
  }

  /// Returns false for a first message that would need parts, which are a member's only.
  private boolean fits(Request.Hello hello) {
    return connection == null
        || !connection.isDatagram()
        || ChatJson.encode(hello).length() <= ChatJson.MAX_PART_BYTES;
  }

  /// Says a request and, over datagrams, says it again until [#answered].
  private void ask(String key, Request request) {
    say(request);
    if (connection != null && connection.isDatagram()) {
      repeats.add(key, request);
    }
  }

  private void say(Request request) {
    if (connection != null) {
      if (request instanceof Request.Hello && addressToken != null) {
        isPerhapsKnown |= hasProvenAddress; // the answer to the last one may be lost
        hasProvenAddress = true;
      }
      Problem _ = connection.say(request);
    }
  }

  private void answered(String key) {
    repeats.done(key);
  }

  /// Runs a task after this time, unless the connection is another one by then.
  private void later(Duration delay, Runnable task) {
    long now = connections;
    Session.Timer _ =
        loop.after(
            delay,
            () -> {
              if (now == connections && connection != null) {
                task.run();
              }
            });
  }

  /// Breaks the connection off.
  private void lose(Problem problem) {
    if (connection != null && broken == null) {
      broken = problem;
      connection.abort();
    }
  }

  /// The connection has ended, or there was none.
  void ended(Problem problem) {
    if (state == RoomClient.State.CLOSED) {
      return;
    }
    isPerhapsKnown |= connection != null;
    boolean isTurnedAway = state == RoomClient.State.GREETING && isByPeer(problem);
    why = broken != null ? broken : isTurnedAway ? Problem.of(ClientProblem.TURNED_AWAY) : problem;
    broken = null;
    disconnect();
    state = RoomClient.State.OFFLINE;
  }

  private static boolean isByPeer(Problem problem) {
    return problem.code() == SessionProblem.PEER_RESET
        || (problem.code() == SessionProblem.ENDED
            && problem.parameters().getFirst() == CloseReason.PEER_CLOSED);
  }

  private void disconnect() {
    connection = null;
    leaveAll();
  }

  /// Nothing that was under way on this connection is any more.
  private void leaveAll() {
    connections++;
    addressToken = null;
    hasProvenAddress = false;
    isForgotten = false;
    repeats.clear();
    parts.clear();
    for (Room room : rooms.values()) {
      room.isIn = false;
      room.isRefused = false;
      room.isAsking = false;
      room.isWatched = false;
      room.isTelling = false;
      room.asked = 0;
      room.out.disconnected();
      room.log.disconnected();
    }
    List<Question<?>> open = List.copyOf(questions.values());
    questions.clear();
    for (Question<?> question : open) {
      question.answer().completeExceptionally(failure(Problem.of(ClientProblem.LOST)));
    }
  }

  /// The next attempt begins after this time.
  void pausing(Duration pause) {
    if (state != RoomClient.State.CLOSED) {
      listener.offline(why, pause);
    }
  }

  /// Ends for good.
  void close(@Nullable ClosingCode closing, Problem problem) {
    if (state == RoomClient.State.CLOSED) {
      return;
    }
    state = RoomClient.State.CLOSED;
    Connection open = connection;
    disconnect();
    for (Room room : List.copyOf(rooms.values())) {
      drop(room, Problem.of(ClientProblem.CLOSED));
    }
    rooms.clear();
    for (Command command : commands) {
      command.answer().completeExceptionally(failure(Problem.of(ClientProblem.CLOSED)));
    }
    commands.clear();
    giveUp.run();
    if (open != null) {
      open.close();
    }
    listener.closed(closing, problem);
  }

  /// Says goodbye, and ends for good.
  void quit() {
    say(new Request.Quit());
    close(null, Problem.of(ClientProblem.CLOSED));
  }

  // What the server says.

  /// Handles a notice.
  void received(Notice notice) {
    if (state == RoomClient.State.CLOSED || connection == null) {
      return;
    }
    heard();
    if (state == RoomClient.State.GREETING && !isForStranger(notice)) {
      return; // has overtaken the welcome, and with it who we are; it comes again
    }
    if (!isTaken(notice)) {
      listener.heard(notice);
    }
    switch (notice) {
      case Notice.Welcome welcome -> welcome(welcome);
      case Notice.Retry retry -> {
        addressToken = retry.token();
        hello();
      }
      case Notice.Room entered -> entered(entered);
      case Notice.Ack ack -> acknowledged(ack);
      case Notice.Message(String room, Entry entry) -> arrived(room, entry);
      case Notice.Presence presence -> {
        if (rooms.containsKey(key(presence.room()))) {
          listener.presence(presence);
        }
      }
      case Notice.Renamed renamed -> renamed(renamed);
      case Notice.Left left -> left(left);
      case Notice.Page page -> answer(page.ref(), page);
      case Notice.Found found -> answer(found.ref(), found);
      case Notice.Result result -> answer(result.ref(), result);
      case Notice.Pong pong -> answer(pong.ref(), pong);
      case Notice.Read read -> listener.read(read);
      case Notice.Typing typing -> listener.typing(typing);
      case Notice.Refused refused -> refused(refused);
      case Notice.Closing closing -> closing(closing);
      case Notice.Heartbeat heartbeat -> heartbeat(heartbeat);
      case Notice.Ping _ -> say(new Request.Pong());
      case Notice.Part _ -> {
        // Put together before.
      }
    }
  }

  /// Returns true for what concerns a client that has not been let in.
  private static boolean isForStranger(Notice notice) {
    return switch (notice) {
      case Notice.Welcome _,
          Notice.Retry _,
          Notice.Refused _,
          Notice.Closing _,
          Notice.Ping _,
          Notice.Pong _ ->
          true;
      default -> false;
    };
  }

  /// Returns true for what [RoomListener#heard] is not told of.
  private boolean isTaken(Notice notice) {
    String ref =
        switch (notice) {
          case Notice.Page page -> page.ref();
          case Notice.Found found -> found.ref();
          case Notice.Result result -> result.ref();
          case Notice.Pong pong -> pong.ref();
          case Notice.Refused refused -> refused.ref();
          default -> null;
        };
    return notice instanceof Notice.Message
        || notice instanceof Notice.Ack
        || (ref != null && questions.containsKey(ref));
  }

  private void heard() {
    isHeard = true;
    heardCount++;
  }

  /// Takes a part of a notice.
  ///
  /// @return the JSON of the notice if it is complete now
  @Nullable Message part(Notice.Part part) {
    heard();
    return parts.add(part.of(), part.part(), part.parts(), part.data());
  }

  private void welcome(Notice.Welcome welcome) {
    if (state != RoomClient.State.GREETING) {
      return; // repeated
    }
    answered(HELLO);
    state = RoomClient.State.ONLINE;
    isForgotten = false;
    name = welcome.name();
    token = welcome.token() != null ? welcome.token() : token;
    listener.online(welcome);
    silentBeats = 0;
    isHeard = false;
    boolean isDatagram = connection != null && connection.isDatagram();
    Duration beat = Duration.ofSeconds(Math.clamp(welcome.heartbeatSeconds(), 1, 3_600));
    later(isDatagram ? PROBE : beat, isDatagram ? this::probe : () -> beat(beat));
    if (isDatagram) {
      rooms
          .values()
          .forEach(room -> {
            if (!room.isIn) {
              join(room);
            }
          });
    }
    runCommands();
  }

  /// Looks whether the server is still there.
  private void beat(Duration pause) {
    silentBeats = isHeard ? 0 : silentBeats + 1;
    isHeard = false;
    if (silentBeats == MAX_SILENT_BEATS) {
      lose(Problem.of(ClientProblem.SILENT, pause.toSeconds() * MAX_SILENT_BEATS));
      return;
    }
    if (silentBeats > 0) {
      say(new Request.Ping(null));
    }
    later(pause, () -> beat(pause));
  }

  /// Like [#beat], over datagrams, where the question is repeated.
  private void probe() {
    parts.age();
    silentBeats = isHeard ? 0 : silentBeats + 1;
    isHeard = false;
    if (silentBeats == MAX_SILENT_PROBES) {
      lose(Problem.of(ClientProblem.SILENT, PROBE.toSeconds() * MAX_SILENT_PROBES));
      return;
    }
    if (silentBeats == 1) {
      CompletableFuture<Notice.Pong> _ = ask(Request.Ping::new, Notice.Pong.class);
    }
    later(PROBE, this::probe);
  }

  private void closing(Notice.Closing closing) {
    Problem problem =
        Problem.of(ClientProblem.CLOSED_BY_SERVER, closing.code(), shown(closing.text()));
    if (closing.code().isTemporary()) {
      lose(problem);
    } else {
      close(closing.code(), problem);
    }
  }

  private static String shown(String text) {
    String line = Printable.line(text);
    return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "…";
  }

  static ChatClientException failure(Problem problem) {
    return new ChatClientException(problem, null);
  }

  private void refused(Notice.Refused refused) {
    Problem problem = Problem.of(ClientProblem.REFUSED, refused.code(), shown(refused.text()));
    if (isStranger(refused) && isForgotten) {
      return; // answers what was asked before the hello, which is repeated
    }
    if (state == RoomClient.State.GREETING) {
      notWelcome(refused, problem);
      return;
    }
    if (isStranger(refused)) {
      isPerhapsKnown = true;
      leaveAll();
      isForgotten = true;
      listener.offline(Problem.of(ClientProblem.FORGOTTEN), Duration.ZERO);
      listener.connecting(1);
      greet();
      return;
    }
    Room room = refused.room() == null ? null : find(refused.room());
    if (refused.ref() != null) {
      Question<?> question = questions.remove(refused.ref());
      answered(refused.ref());
      if (question != null) {
        question.answer().completeExceptionally(new ChatClientException(problem, refused));
        return;
      }
    }
    if (room != null && refused.id() != null) {
      answered(refused.id());
      Outgoing.Pending pending = room.out.remove(refused.id());
      if (pending != null) {
        failed(room, pending, problem, refused);
        flush(room);
        runCommands();
      }
      return;
    }
    if (room != null && refused.id() == null && !room.isIn) {
      answered(entering(room));
      room.isRefused = true;
      boolean isTold = room.isAwaited;
      room.isAwaited = false;
      room.entering.completeExceptionally(new ChatClientException(problem, refused));
      room.entering = new CompletableFuture<>();
      for (Outgoing.Pending pending : room.out.removeAll()) {
        isTold = true;
        failed(room, pending, problem, refused);
      }
      runCommands();
      if (isTold) {
        return;
      }
    }
    listener.error(refused);
  }

  /// True if the server does not know us any more: over datagrams our address may have changed on
  /// the way, or it has forgotten us.
  private boolean isStranger(Notice.Refused refused) {
    return connection != null
        && connection.isDatagram()
        && refused.code() == ChatError.NOT_ALLOWED
        && refused.room() == null
        && refused.ref() == null;
  }

  /// The server has refused the first message. Who may have been in before tries again: the name
  /// may be its own, and is free when the server has noticed that the old connection is gone.
  private void notWelcome(Notice.Refused refused, Problem problem) {
    boolean isTemporary =
        isPerhapsKnown || refused.code() == ChatError.TOO_FAST || refused.code() == ChatError.BUSY;
    if (isTemporary) {
      lose(problem);
    } else {
      close(null, problem);
    }
  }

  private void renamed(Notice.Renamed renamed) {
    if (renamed.from().equals(name)) {
      name = renamed.to();
    }
    String to = "@" + renamed.to();
    Room room = find("@" + renamed.from());
    if (room != null && !rooms.containsKey(key(to))) {
      rooms.remove(key(room.name));
      room.name = to;
      rooms.put(key(to), room);
    }
    listener.renamed(renamed);
  }

  // Rooms.

  /// Returns what is the same for all ways to write the name of a room.
  private static String key(String name) {
    try {
      return RoomName.of(name).key();
    } catch (InvalidNameException e) {
      return name; // the server refuses it
    }
  }

  private @Nullable Room find(String name) {
    Room room = rooms.get(name);
    return room != null ? room : rooms.get(key(name));
  }

  private static String entering(Room room) {
    return "join " + key(room.name);
  }

  private void join(Room room) {
    room.isRefused = false;
    Request.Position position = room.log.position(room.name);
    ask(entering(room), new Request.Join(room.name, position.epoch(), position.seq()));
  }

  private void entered(Notice.Room entered) {
    Room room = find(entered.room());
    if (room == null) {
      if (rooms.size() >= MAX_ROOMS) {
        return;
      }
      room = new Room(entered.room()); // the server has opened it
      rooms.put(key(room.name), room);
    }
    answered(entering(room));
    room.name = entered.room();
    boolean isDatagram = connection != null && connection.isDatagram();
    if (isDatagram && room.isIn && entered.epoch().equals(room.log.epoch())) {
      room.log.heardOf(entered.last());
      tell(room);
      return;
    }
    room.isIn = true;
    room.isRefused = false;
    room.storage = entered.storage();
    listener.entered(entered);
    room.log.entered(entered, !isDatagram);
    if (isDatagram) {
      tell(room);
    } else {
      watch(room);
    }
    room.isAwaited = false;
    room.entering.complete(entered);
    flush(room);
    runCommands();
  }

  private void arrived(String name, Entry entry) {
    Room room = find(name);
    if (room != null && room.isIn) {
      room.log.arrived(item(room, entry));
      catchUp(room);
    }
  }

  /// Returns an entry as what it is to this client: one of its own whose acknowledgement was lost
  /// counts as acknowledged.
  private RoomLog.Item item(Room room, Entry entry) {
    Outgoing.Pending pending = room.out.remove(entry.id());
    if (pending == null) {
      return new RoomLog.Item.Other(entry);
    }
    answered(entry.id());
    Notice.Ack ack = new Notice.Ack(room.name, entry.id(), entry.seq(), entry.time(), room.storage);
    pending.done().complete(ack);
    flush(room);
    runCommands();
    return new RoomLog.Item.Own(ack);
  }

  private void acknowledged(Notice.Ack ack) {
    Room room = find(ack.room());
    answered(ack.id());
    Outgoing.Pending pending = room == null ? null : room.out.remove(ack.id());
    if (room == null || pending == null) {
      return;
    }
    room.log.arrived(new RoomLog.Item.Own(ack));
    pending.done().complete(ack);
    catchUp(room);
    flush(room);
    runCommands();
  }

  private void left(Notice.Left left) {
    answered("leave " + key(left.room()));
    Room room = rooms.remove(key(left.room()));
    if (room != null) {
      listener.left(left);
      drop(room, Problem.of(ClientProblem.LEFT, shown(left.room())));
      runCommands();
    }
  }

  private void drop(Room room, Problem problem) {
    room.isIn = false; // what was asked for it is of no use any more
    room.entering.completeExceptionally(failure(problem));
    for (Outgoing.Pending pending : room.out.removeAll()) {
      failed(room, pending, problem, null);
    }
  }

  private void failed(
      Room room, Outgoing.Pending pending, Problem problem, Notice.@Nullable Refused refused) {
    answered(pending.id());
    listener.failed(room.name, pending.id(), problem);
    pending.fail(problem, refused);
  }

  // What was missed.

  private void catchUp(Room room) {
    if (connection != null && connection.isDatagram()) {
      tell(room);
    } else if (room.log.hasHole()) {
      askForMore(room);
    }
  }

  /// Asks for what is missing if the server stops sending it by itself. On streams.
  private void watch(Room room) {
    if (room.isWatched || room.isAsking || !room.log.isBehind()) {
      return;
    }
    room.isWatched = true;
    long seq = room.log.seq();
    later(
        STALL,
        () -> {
          room.isWatched = false;
          if (room.isIn && room.log.seq() == seq) {
            askForMore(room);
          } else if (room.isIn) {
            watch(room);
          }
        });
  }

  private void askForMore(Room room) {
    if (room.isAsking || !room.log.isBehind()) {
      return;
    }
    room.isAsking = true;
    long after = room.log.seq();
    long now = connections;
    CompletableFuture<Notice.Page> _ =
        ask(ref -> new Request.History(ref, room.name, after, 0, null, 0), Notice.Page.class)
            .whenComplete((page, failure) -> {
              if (now != connections || !room.isIn) {
                return;
              }
              room.isAsking = false;
              if (failure == null) {
                List<RoomLog.Item> items =
                    page.entries().stream().map(entry -> item(room, entry)).toList();
                if (room.log.page(after, items, page.hasMore())) {
                  askForMore(room);
                }
              } else if (isBusy(failure) && room.asked++ < MAX_ASKED) {
                watch(room);
              } else {
                room.log.giveUp();
              }
            });
  }

  private static boolean isBusy(Throwable failure) {
    return failure instanceof ChatClientException e
        && e.refused() != null
        && (e.refused().code() == ChatError.BUSY || e.refused().code() == ChatError.TOO_FAST);
  }

  /// Tells the server soon what has come, and what is missing. Over datagrams.
  private void tell(Room room) {
    if (!room.isTelling) {
      room.isTelling = true;
      later(SEEN_DELAY, () -> tell(room, room.log.seq(), Repeats.FIRST));
    }
  }

  private void tell(Room room, long before, Duration pause) {
    room.isTelling = false;
    if (!room.isIn) {
      return;
    }
    if (room.log.seq() > before) {
      room.asked = 0;
    }
    if (room.log.isBehind() && heardCount > room.heardWhenAsked) {
      room.heardWhenAsked = heardCount;
      room.asked++;
    }
    if (room.asked > MAX_ASKED) {
      room.asked = 0;
      room.log.giveUp();
    }
    long seq = Math.max(room.log.seq(), 0);
    say(new Request.Seen(room.name, seq, room.log.missing()));
    if (room.log.isBehind()) {
      room.isTelling = true;
      later(pause, () -> tell(room, seq, Repeats.longer(pause)));
    }
  }

  private void heartbeat(Notice.Heartbeat heartbeat) {
    for (Notice.Last last : heartbeat.rooms()) {
      Room room = find(last.room());
      if (room != null && room.isIn) {
        room.log.heardOf(last.seq());
        tell(room);
      }
    }
  }

  // What the client says.

  /// Returns an id that no other message has.
  String newId() {
    return ids + ++lastId;
  }

  /// Enters a room.
  CompletableFuture<Notice.Room> join(String name) {
    CompletableFuture<Notice.Room> entering = enter(name);
    Room room = find(name);
    if (room != null) {
      room.isAwaited = true;
    }
    return entering;
  }

  private CompletableFuture<Notice.Room> enter(String name) {
    Room room = find(name);
    if (room == null) {
      if (state == RoomClient.State.CLOSED || rooms.size() >= MAX_ROOMS) {
        return CompletableFuture.failedFuture(
            failure(
                state == RoomClient.State.CLOSED
                    ? Problem.of(ClientProblem.CLOSED)
                    : Problem.of(ClientProblem.TOO_MANY_ROOMS, MAX_ROOMS)));
      }
      room = new Room(name);
      rooms.put(key(name), room);
    } else if (room.isIn) {
      room.entering = new CompletableFuture<>();
    }
    if (state == RoomClient.State.ONLINE) {
      join(room);
    }
    return room.entering;
  }

  /// Leaves a room.
  void leave(String name) {
    Room room = find(name);
    if (room != null && state == RoomClient.State.ONLINE) {
      ask("leave " + key(name), new Request.Leave(name));
    } else if (room != null) {
      left(new Notice.Left(name, null, null));
    }
  }

  /// Says something, now or as soon as the client is in the room.
  void send(String name, Outgoing.Pending pending) {
    Room room = find(name);
    if (room == null && name.startsWith("@") && state != RoomClient.State.CLOSED) {
      CompletableFuture<Notice.Room> _ = enter(name);
      room = find(name);
    }
    if (room == null) {
      pending.fail(Problem.of(ClientProblem.NOT_MEMBER, shown(name)), null);
      return;
    }
    if (!room.out.add(pending)) {
      pending.fail(Problem.of(ClientProblem.SAME_ID, shown(pending.id())), null);
      return;
    }
    listener.sending(pending.said());
    if (room.isRefused && state == RoomClient.State.ONLINE) {
      join(room);
    }
    flush(room);
  }

  private void flush(Room room) {
    Connection open = connection;
    if (open == null || !room.isIn) {
      return;
    }
    room.out.flush(
        open.isDatagram() ? 1 : Outgoing.MAX_UNDER_WAY,
        pending -> {
          Problem problem = open.say(pending.said());
          if (problem != null) {
            failed(room, pending, Problem.of(ClientProblem.UNSENDABLE, problem), null);
            return false;
          }
          if (open.isDatagram()) {
            repeats.add(pending.id(), pending.said());
          }
          return true;
        });
  }

  /// Makes a request with a reference of its own.
  interface Asking {
    Request with(String ref);
  }

  /// Asks a question that [Notice]s of this kind answer.
  <T> CompletableFuture<T> ask(Asking asking, Class<T> kind) {
    if (state != RoomClient.State.ONLINE) {
      return CompletableFuture.failedFuture(failure(Problem.of(ClientProblem.OFFLINE)));
    }
    if (questions.size() >= MAX_QUESTIONS) {
      return CompletableFuture.failedFuture(
          failure(Problem.of(ClientProblem.TOO_MANY_QUESTIONS, MAX_QUESTIONS)));
    }
    String ref = newId();
    CompletableFuture<T> answer = new CompletableFuture<>();
    questions.put(ref, new Question<>(kind, answer));
    ask(ref, asking.with(ref));
    return answer;
  }

  /// Has the server run a command, now or as soon as the client is in the room.
  CompletableFuture<Notice.CommandAnswer> command(@Nullable String room, String line) {
    if (state == RoomClient.State.CLOSED) {
      return CompletableFuture.failedFuture(failure(Problem.of(ClientProblem.CLOSED)));
    }
    Command command = new Command(room, line, new CompletableFuture<>());
    if (isPossible(command) && commands.stream().noneMatch(command::isOfRoomOf)) {
      run(command);
    } else if (commands.size() < MAX_QUESTIONS) {
      commands.add(command);
    } else {
      command
          .answer()
          .completeExceptionally(
              failure(Problem.of(ClientProblem.TOO_MANY_QUESTIONS, MAX_QUESTIONS)));
    }
    return command.answer();
  }

  /// Returns true if the client is where the command was typed, or will not be, and nothing that
  /// was said there before could come behind it. Over datagrams, which overtake each other, that is
  /// when all of it is answered.
  private boolean isPossible(Command command) {
    Room room = command.room() == null ? null : find(command.room());
    if (state != RoomClient.State.ONLINE) {
      return false;
    }
    if (room == null || !room.isIn) {
      return room == null || room.isRefused;
    }
    boolean isDatagram = connection != null && connection.isDatagram();
    return isDatagram ? room.out.isEmpty() && !room.isCommanding : !room.out.isWaiting();
  }

  private void run(Command command) {
    Room room = command.room() == null ? null : find(command.room());
    if (room != null) {
      room.isCommanding = true;
    }
    CompletableFuture<Notice.CommandAnswer> _ =
        ask(
                ref -> new Request.Command(ref, command.room(), command.line()),
                Notice.CommandAnswer.class)
            .whenComplete((answer, failure) -> {
              if (room != null) {
                room.isCommanding = false;
              }
              if (failure == null) {
                command.answer().complete(answer);
              } else {
                command.answer().completeExceptionally(failure);
              }
              runCommands();
            });
  }

  private void runCommands() {
    for (Command command : List.copyOf(commands)) {
      if (isPossible(command) && commands.remove(command)) {
        run(command);
      }
    }
  }

  private void answer(@Nullable String ref, Notice notice) {
    if (ref == null) {
      return;
    }
    Question<?> question = questions.get(ref);
    if (question != null && question.takes(notice)) {
      questions.remove(ref);
      answered(ref);
    }
  }

  /// Tells something that needs no answer, if there is a connection.
  ///
  /// @return false if there is none
  boolean tell(Request request) {
    boolean isOnline = state == RoomClient.State.ONLINE;
    if (isOnline) {
      say(request);
    }
    return isOnline;
  }
}
