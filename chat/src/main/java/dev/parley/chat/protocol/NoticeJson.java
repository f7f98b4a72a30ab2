package dev.parley.chat.protocol;

import dev.parley.chat.history.Entry;
import dev.parley.chat.history.History.Storage;
import java.util.ArrayList;
import java.util.List;

/// Notices as JSON objects, and back.
final class NoticeJson {
  /// The maximum number of items of a list: as many as a message can have.
  private static final int MAX_ITEMS = JsonReader.MAX_VALUES;

  private static final Words<Entry.Kind> TYPES = new Words<>(Entry.Kind.class);
  private static final Words<Entry.State> STATES = new Words<>(Entry.State.class);
  private static final Words<Storage> STORAGES = new Words<>(Storage.class);

  private NoticeJson() {}

  static void write(Notice notice, JsonWriter json) {
    switch (notice) {
      case Notice.Message message -> {
        json.open("message");
        message(message, json);
      }
      case Notice.Ack ack ->
          json.open("ack")
              .text("room", ack.room())
              .text("id", ack.id())
              .number("seq", ack.seq())
              .time("time", ack.time())
              .text("storage", STORAGES.word(ack.storage()));
      case Notice.Welcome welcome -> welcome(welcome, json);
      case Notice.Retry retry -> json.open("retry").text("token", retry.token());
      case Notice.Room room -> room(room, json);
      case Notice.Presence presence ->
          json.open("presence")
              .text("room", presence.room())
              .textsIfAny("joined", presence.joined())
              .textsIfAny("left", presence.left())
              .number("count", presence.count());
      case Notice.Renamed renamed ->
          json.open("renamed").text("from", renamed.from()).text("to", renamed.to());
      case Notice.Left left ->
          json.open("left")
              .text("room", left.room())
              .textIfAny("by", left.by())
              .textIfAny("reason", left.reason());
      case Notice.Page page -> page(page, json);
      case Notice.Found found -> found(found, json);
      case Notice.Read read ->
          json.open("read").text("room", read.room()).number("seq", read.seq());
      case Notice.Typing typing ->
          json.open("typing").text("room", typing.room()).text("name", typing.name());
      case Notice.Result result ->
          json.open("result").textIfAny("ref", result.ref()).textsIfAny("lines", result.lines());
      case Notice.Refused refused -> refused(refused, json);
      case Notice.Closing closing ->
          json.open("closing")
              .number("code", closing.code().number())
              .text("reason", closing.code().word())
              .truthIfSo("reconnect", closing.code().isTemporary())
              .text("text", closing.text());
      case Notice.Heartbeat heartbeat -> heartbeat(heartbeat, json);
      case Notice.Part part ->
          json.open("part")
              .text("of", part.of())
              .number("part", part.part())
              .number("parts", part.parts())
              .text("data", part.data());
      case Notice.Ping _ -> json.open("ping");
      case Notice.Pong pong -> json.open("pong").textIfAny("ref", pong.ref());
    }
    json.close();
  }

  private static void message(Notice.Message message, JsonWriter json) {
    json.text("room", message.room());
    entry(message.entry(), json);
  }

  private static void entry(Entry entry, JsonWriter json) {
    json.number("seq", entry.seq())
        .time("time", entry.time())
        .text("type", TYPES.word(entry.kind()))
        .text("from", entry.sender());
    if (!entry.id().isEmpty()) {
      json.text("id", entry.id());
    }
    json.text("text", entry.text()).numberIfAny("target", entry.target());
    if (entry.state() != Entry.State.ORIGINAL) {
      json.text("state", STATES.word(entry.state()));
    }
  }

  /// Writes an entry as it is in a page.
  static void item(Entry entry, JsonWriter json) {
    json.open();
    entry(entry, json);
    json.close();
  }

  private static void welcome(Notice.Welcome welcome, JsonWriter json) {
    json.open("welcome")
        .number("version", welcome.version())
        .text("server", welcome.server())
        .text("name", welcome.name())
        .textIfAny("token", welcome.token())
        .truthIfSo("operator", welcome.isOperator())
        .number("heartbeatSeconds", welcome.heartbeatSeconds())
        .number("maxText", welcome.maxText())
        .textsIfAny("features", welcome.features());
  }

  private static void room(Notice.Room room, JsonWriter json) {
    json.open("room")
        .text("room", room.room())
        .text("epoch", room.epoch())
        .number("first", room.first())
        .number("last", room.last())
        .truth("recovered", room.isRecovered());
    if (!room.topic().isEmpty()) {
      json.text("topic", room.topic());
    }
    json.textsIfAny("members", room.members())
        .number("count", room.count())
        .numberIfAny("read", room.read())
        .text("storage", STORAGES.word(room.storage()));
  }

  private static void page(Notice.Page page, JsonWriter json) {
    json.open("page").textIfAny("ref", page.ref()).text("room", page.room());
    if (!page.entries().isEmpty()) {
      json.openList("entries");
      for (Entry entry : page.entries()) {
        item(entry, json);
      }
      json.closeList();
    }
    json.truthIfSo("more", page.hasMore());
  }

  private static void found(Notice.Found found, JsonWriter json) {
    json.open("found").textIfAny("ref", found.ref());
    if (!found.hits().isEmpty()) {
      json.openList("hits");
      for (Notice.Message hit : found.hits()) {
        json.open();
        message(hit, json);
        json.close();
      }
      json.closeList();
    }
    json.truthIfSo("more", found.hasMore());
  }

  private static void refused(Notice.Refused refused, JsonWriter json) {
    json.open("error")
        .number("code", refused.code().number())
        .text("error", refused.code().word())
        .text("text", refused.text())
        .textIfAny("ref", refused.ref())
        .textIfAny("room", refused.room())
        .textIfAny("id", refused.id())
        .numberIfAny("retryAfterMillis", refused.retryAfterMillis());
  }

  private static void heartbeat(Notice.Heartbeat heartbeat, JsonWriter json) {
    json.open("heartbeat");
    if (!heartbeat.rooms().isEmpty()) {
      json.openList("rooms");
      for (Notice.Last last : heartbeat.rooms()) {
        json.open().text("room", last.room()).number("seq", last.seq()).close();
      }
      json.closeList();
    }
  }

  static Notice read(JsonObject json) throws ChatFormatException {
    String kind = json.kind();
    return switch (kind) {
      case "message" -> message(json);
      case "ack" ->
          new Notice.Ack(
              json.text("room"),
              json.text("id"),
              json.number("seq"),
              json.time("time"),
              json.word("storage", STORAGES));
      case "welcome" -> welcome(json);
      case "retry" -> new Notice.Retry(json.text("token"));
      case "room" -> room(json);
      case "presence" ->
          new Notice.Presence(
              json.text("room"),
              json.texts("joined", MAX_ITEMS),
              json.texts("left", MAX_ITEMS),
              json.count("count"));
      case "renamed" -> new Notice.Renamed(json.text("from"), json.text("to"));
      case "left" ->
          new Notice.Left(json.text("room"), json.textIfAny("by"), json.textIfAny("reason"));
      case "page" ->
          new Notice.Page(
              json.textIfAny("ref"), json.text("room"), entries(json), json.truth("more"));
      case "found" -> new Notice.Found(json.textIfAny("ref"), hits(json), json.truth("more"));
      case "read" -> new Notice.Read(json.text("room"), json.number("seq"));
      case "typing" -> new Notice.Typing(json.text("room"), json.text("name"));
      case "result" -> new Notice.Result(json.textIfAny("ref"), json.texts("lines", MAX_ITEMS));
      case "error" -> refused(json);
      case "closing" ->
          new Notice.Closing(ClosingCode.nearest(json.count("code")), json.text("text"));
      case "heartbeat" -> new Notice.Heartbeat(lasts(json));
      case "part" ->
          new Notice.Part(
              json.text("of"), json.count("part"), json.count("parts"), json.text("data"));
      case "ping" -> new Notice.Ping();
      case "pong" -> new Notice.Pong(json.textIfAny("ref"));
      default -> throw json.unknownKind(kind);
    };
  }

  private static Notice.Message message(JsonObject json) throws ChatFormatException {
    return new Notice.Message(json.text("room"), entry(json));
  }

  private static Entry entry(JsonObject json) throws ChatFormatException {
    String id = json.textIfAny("id");
    return new Entry(
        json.number("seq"),
        json.time("time"),
        json.word("type", TYPES),
        json.text("from"),
        "",
        id == null ? "" : id,
        json.text("text"),
        json.numberOr(0, "target"),
        json.has("state") ? json.word("state", STATES) : Entry.State.ORIGINAL);
  }

  private static Notice.Welcome welcome(JsonObject json) throws ChatFormatException {
    return new Notice.Welcome(
        json.count("version"),
        json.text("server"),
        json.text("name"),
        json.textIfAny("token"),
        json.truth("operator"),
        json.count("heartbeatSeconds"),
        json.count("maxText"),
        json.texts("features", MAX_ITEMS));
  }

  private static Notice.Room room(JsonObject json) throws ChatFormatException {
    String topic = json.textIfAny("topic");
    return new Notice.Room(
        json.text("room"),
        json.text("epoch"),
        json.number("first"),
        json.number("last"),
        json.truth("recovered"),
        topic == null ? "" : topic,
        json.texts("members", MAX_ITEMS),
        json.count("count"),
        json.numberOr(0, "read"),
        json.word("storage", STORAGES));
  }

  private static List<Entry> entries(JsonObject json) throws ChatFormatException {
    List<Entry> entries = new ArrayList<>();
    for (JsonObject one : json.objects("entries", MAX_ITEMS)) {
      entries.add(entry(one));
    }
    return entries;
  }

  private static List<Notice.Message> hits(JsonObject json) throws ChatFormatException {
    List<Notice.Message> hits = new ArrayList<>();
    for (JsonObject one : json.objects("hits", MAX_ITEMS)) {
      hits.add(message(one));
    }
    return hits;
  }

  private static Notice.Refused refused(JsonObject json) throws ChatFormatException {
    return new Notice.Refused(
        ChatError.nearest(json.count("code")),
        json.text("text"),
        json.textIfAny("ref"),
        json.textIfAny("room"),
        json.textIfAny("id"),
        json.numberOr(0, "retryAfterMillis"));
  }

  private static List<Notice.Last> lasts(JsonObject json) throws ChatFormatException {
    List<Notice.Last> lasts = new ArrayList<>();
    for (JsonObject one : json.objects("rooms", MAX_ITEMS)) {
      lasts.add(new Notice.Last(one.text("room"), one.number("seq")));
    }
    return lasts;
  }
}
