package dev.parley.chat;

import dev.parley.Call;
import dev.parley.CallOutcome;
import dev.parley.Connector;
import dev.parley.chat.history.Entry;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.ChatFormatException;
import dev.parley.chat.protocol.ChatJson;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.frame.Message;
import dev.parley.session.Session;
import dev.parley.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A member in a simulation that says numbered texts in one room, comes back when it was cut off,
/// asks for what it lacks, and notes everything that the server does not do as it promises.
/// Confined to its simulation.
final class Talker {
  static final String ROOM = "#lobby";

  private static final Duration REPEAT = Duration.ofMillis(400);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(3);

  private final Simulation simulation;
  private final RandomGenerator random;
  private final Connector connector;
  private final String address;
  private final boolean isDatagram;
  final String name;

  /// What is to be said and not acknowledged yet, by id, in the order of the talker.
  private final LinkedHashMap<String, String> unsaid = new LinkedHashMap<>();

  /// The place of each text that was acknowledged.
  final Map<String, Long> acked = new LinkedHashMap<>();

  /// What was heard, and one's own, by place.
  final TreeMap<Long, String> log = new TreeMap<>();

  /// Places up to which the server has said that something may be missing.
  long notRecoveredUpTo;

  final List<String> wrong;
  private @Nullable Session session;
  private @Nullable String token;
  private @Nullable String epoch;
  private long last;
  private int cuts;

  /// The highest place that a heartbeat has told.
  private long heartOf;

  /// The last place of the room when it was entered.
  private long enteredAt;

  /// What is asked for up to here, while later entries come.
  private long fillUpTo;

  private boolean isWelcome;
  private boolean isIn;
  private boolean isDone;
  private final Map<String, Map<Integer, String>> parts = new HashMap<>();

  Talker(
      Simulation simulation, Connector connector, String address, String name, List<String> wrong) {
    this.simulation = simulation;
    this.random = simulation.random();
    this.connector = connector;
    this.address = address;
    this.isDatagram = address.startsWith("memory-udp");
    this.name = name;
    this.wrong = wrong;
  }

  void begin() {
    call();
    if (isDatagram) {
      repeat();
    }
  }

  /// Stops to come back.
  void done() {
    isDone = true;
    Session own = session;
    if (own != null) {
      own.close();
    }
  }

  boolean isSettled(long end) {
    return unsaid.isEmpty() && last >= end;
  }

  private void call() {
    if (isDone) {
      return;
    }
    var _ =
        connector
            .call(Call.to(address).withAttachment(this))
            .thenAccept(outcome -> {
              if (outcome instanceof CallOutcome.Failed) {
                callLater();
              }
            });
  }

  private void callLater() {
    simulation.after(Duration.ofMillis(random.nextInt((int) MAX_PAUSE.toMillis())), this::call);
  }

  void opened(Session opened) {
    session = opened;
    isWelcome = false;
    isIn = false;
    hello();
  }

  void closed() {
    session = null;
    isWelcome = false;
    isIn = false;
    callLater();
  }

  private void send(Request request) {
    Session own = session;
    if (own == null) {
      return;
    }
    Message whole = ChatJson.encode(request);
    if (isDatagram && whole.length() > ChatJson.MAX_PART_BYTES && random.nextInt(4) > 0) {
      cut(whole.text()).forEach(own::send);
    } else {
      own.send(whole);
    }
  }

  /// Returns parts of any length and in any order, each time others.
  private List<Message> cut(String json) {
    List<String> pieces = new ArrayList<>();
    for (int from = 0; from < json.length(); ) {
      int to = Math.min(json.length(), from + 50 + random.nextInt(200));
      pieces.add(json.substring(from, to));
      from = to;
    }
    String of = name + "-" + ++cuts;
    List<Message> parts = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      parts.add(ChatJson.encode(new Request.Part(of, i + 1, pieces.size(), pieces.get(i))));
    }
    Collections.shuffle(parts, Random.from(random));
    return parts;
  }

  private void hello() {
    send(
        new Request.Hello(
            1, name, token, "talker", List.of(new Request.Position(ROOM, epoch, last))));
  }

  /// Says another text, now or when it can.
  void say(int number) {
    String id = name + "-" + number;
    String filler = random.nextInt(20) == 0 ? "长".repeat(random.nextInt(2_000)) : "你好";
    unsaid.put(id, name + " " + number + " " + filler);
    if (isWelcome && isIn && (!isDatagram || unsaid.size() == 1)) {
      sendUnsaid(id);
    }
  }

  private void sendUnsaid(String id) {
    String text = unsaid.get(id);
    if (text != null) {
      send(new Request.Send(ROOM, id, text, false));
    }
  }

  /// Over datagrams all that was not answered is sent again.
  private void repeat() {
    if (isDone) {
      return;
    }
    if (!isWelcome || !isIn) {
      hello();
    } else {
      if (!unsaid.isEmpty()) {
        sendUnsaid(unsaid.keySet().iterator().next());
      }
      seen();
    }
    simulation.after(REPEAT, this::repeat);
  }

  void received(Message message) {
    try {
      handle(ChatJson.notice(message));
    } catch (ChatFormatException e) {
      wrong.add(name + " cannot read: " + e.getMessage());
    }
  }

  private void handle(Notice notice) throws ChatFormatException {
    switch (notice) {
      case Notice.Welcome welcome -> {
        if (!welcome.name().equals(name)) {
          wrong.add(name + " is called " + welcome.name());
        }
        isWelcome = true;
        token = welcome.token();
      }
      case Notice.Retry retry -> {
        isWelcome = false;
        isIn = false;
        token = retry.token();
        hello();
      }
      case Notice.Room room -> entered(room);
      case Notice.Message message -> heard(message.entry());
      case Notice.Ack ack -> acknowledged(ack);
      case Notice.Refused refused -> refused(refused);
      case Notice.Ping _ -> send(new Request.Pong());
      case Notice.Heartbeat beat -> {
        beat.rooms().forEach(room -> heartOf = Math.max(heartOf, room.seq()));
        seen();
      }
      case Notice.Part part -> assemble(part);
      case Notice.Page page -> filled(page);
      default -> {}
    }
  }

  private void entered(Notice.Room room) {
    if (epoch != null && !room.epoch().equals(epoch)) {
      wrong.add(name + " finds another log");
    }
    if (isDatagram && isIn) {
      return; // the answer to a hello that came late, or twice
    }
    boolean isBack = epoch != null;
    epoch = room.epoch();
    enteredAt = room.last();
    if (!isDatagram) {
      // What was heard behind a hole comes again, since the hole was told.
      log.tailMap(last, false).keySet().removeIf(seq -> !acked.containsValue(seq));
    }
    fillUpTo = 0;
    if (!room.isRecovered()) {
      if (isBack && !isDatagram) { // of which the first answer may come again
        wrong.add(this + " has not recovered, though nothing was forgotten: " + room);
      }
      if (last == 0) {
        last = Math.max(room.last() - 1_000_000, 0); // the page that follows tells where it begins
        notRecoveredUpTo = room.last();
      }
    }
    boolean wasIn = isIn;
    isIn = true;
    if (!wasIn) {
      if (isDatagram) {
        seen();
      } else {
        List.copyOf(unsaid.keySet()).forEach(this::sendUnsaid);
      }
    }
  }

  private void heard(Entry entry) {
    if (!isDatagram && !isIn) {
      wrong.add(name + " hears " + entry.seq() + " of a room that it is not in");
    }
    if (last == 0 && notRecoveredUpTo > 0) {
      last = entry.seq() - 1; // the end of the log
      notRecoveredUpTo = 0;
    }
    if (!isDatagram) {
      advance();
      boolean isBehindCut = fillUpTo > last && entry.seq() > fillUpTo;
      if (entry.seq() != last + 1 && !isOwn(entry) && !isBehindCut) {
        wrong.add(name + " hears " + entry.seq() + " after " + last);
      }
    }
    note(entry);
    if (isDatagram && entry.seq() % 8 == 0) {
      seen();
    }
  }

  /// The server has cut off what was missed, or sends more of it.
  private void filled(Notice.Page page) {
    for (Entry entry : page.entries()) {
      if (entry.seq() > last) {
        note(entry);
      }
    }
    if (page.hasMore()) {
      fillUpTo = enteredAt;
      send(new Request.History("fill", ROOM, last, 0, null, 0));
    }
  }

  private boolean isOwn(Entry entry) {
    return acked.containsValue(entry.seq());
  }

  private void note(Entry entry) {
    String before = log.put(entry.seq(), entry.id());
    if (before != null && !before.equals(entry.id())) {
      wrong.add(name + " finds another message at " + entry.seq());
    }
    if (!isDatagram && before != null && !isOwn(entry)) {
      wrong.add(name + " hears " + entry.seq() + " twice");
    }
    advance();
  }

  /// Moves on to the last place without a hole before it.
  private void advance() {
    while (log.containsKey(last + 1)) {
      last++;
    }
  }

  private void acknowledged(Notice.Ack ack) {
    Long before = acked.put(ack.id(), ack.seq());
    if (before != null && before != ack.seq()) {
      wrong.add(name + ": " + ack.id() + " is at " + before + " and at " + ack.seq());
    }
    unsaid.remove(ack.id());
    if (before == null) {
      String known = log.put(ack.seq(), ack.id());
      if (known != null && !known.equals(ack.id())) {
        wrong.add(name + " finds another message at " + ack.seq());
      }
      if (last > 0 || ack.seq() == 1) {
        advance();
      }
    }
    if (isDatagram && !unsaid.isEmpty()) {
      sendUnsaid(unsaid.keySet().iterator().next());
    }
  }

  private void refused(Notice.Refused refused) {
    boolean isTemporary =
        refused.code() == ChatError.STORAGE_FAILED
            || refused.code() == ChatError.STORAGE_FULL
            || refused.code() == ChatError.BUSY
            || refused.code() == ChatError.NAME_TAKEN; // its own, of which the welcome was lost
    String id = refused.id();
    if (isDatagram && refused.code() == ChatError.NOT_ALLOWED) { // from a new address
      isIn = false;
      hello();
    } else if (!isTemporary) {
      wrong.add(name + " is refused: " + refused);
    } else if (id != null) {
      // As a person would: what comes behind it may be before it then.
      String text = unsaid.remove(id);
      if (text != null) {
        unsaid.put(id, text);
        simulation.after(Duration.ofSeconds(1), () -> sendUnsaid(id));
      }
    } else {
      isIn = false;
      if (!isDatagram) {
        Session own = session;
        simulation.after(
            Duration.ofSeconds(5),
            () -> {
              if (Objects.equals(own, session) && !isIn) {
                hello();
              }
            });
      }
    }
  }

  private void seen() {
    if (!isIn) {
      return;
    }
    List<Request.Range> missing = new ArrayList<>();
    long expected = last + 1;
    for (Long seq : log.tailMap(last, false).keySet()) {
      if (seq > expected && missing.size() < 16) {
        missing.add(new Request.Range(expected, seq - 1));
      }
      expected = seq + 1;
    }
    if (heartOf >= expected && missing.size() < 16) {
      missing.add(new Request.Range(expected, heartOf));
    }
    send(new Request.Seen(ROOM, last, missing));
  }

  private void assemble(Notice.Part part) throws ChatFormatException {
    Map<Integer, String> of = parts.computeIfAbsent(part.of(), _ -> new TreeMap<>());
    of.put(part.part(), part.data());
    if (of.size() == part.parts()) {
      parts.remove(part.of());
      handle(ChatJson.notice(Message.of(String.join("", of.values()))));
    }
  }

  @Override
  public String toString() {
    return name
        + (isDatagram ? " (datagrams)" : "")
        + " at "
        + last
        + ", unsaid "
        + unsaid.size()
        + ", welcome "
        + isWelcome
        + ", in "
        + isIn;
  }
}
