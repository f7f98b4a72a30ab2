package dev.parley.chat.protocol;

import dev.parley.chat.protocol.Request.Position;
import dev.parley.chat.protocol.Request.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Requests as JSON objects, and back.
final class RequestJson {
  static final int MAX_ID = 64;
  static final int MAX_ROOMS = 100;
  static final int MAX_RANGES = 16;

  private static final int MAX_REF = 64;
  private static final int MAX_EPOCH = 64;
  private static final int MAX_CLIENT = 128;
  private static final int MAX_TOKEN = 1024;

  private RequestJson() {}

  static void write(Request request, JsonWriter json) {
    switch (request) {
      case Request.Hello hello -> hello(hello, json);
      case Request.Send send ->
          json.open("send")
              .text("room", send.room())
              .text("id", send.id())
              .text("text", send.text())
              .truthIfSo("action", send.isAction());
      case Request.Edit edit ->
          json.open("edit")
              .text("room", edit.room())
              .text("id", edit.id())
              .number("seq", edit.seq())
              .text("text", edit.text());
      case Request.Delete delete ->
          json.open("delete")
              .text("room", delete.room())
              .text("id", delete.id())
              .number("seq", delete.seq());
      case Request.Join join -> {
        json.open("join");
        position(join.room(), join.epoch(), join.seq(), json);
      }
      case Request.Leave leave -> json.open("leave").text("room", leave.room());
      case Request.History history -> history(history, json);
      case Request.Search search ->
          json.open("search")
              .textIfAny("ref", search.ref())
              .textIfAny("room", search.room())
              .text("words", search.words())
              .timeIfAny("before", search.before())
              .numberIfAny("limit", search.limit());
      case Request.Read read ->
          json.open("read").text("room", read.room()).number("seq", read.seq());
      case Request.Typing typing -> json.open("typing").text("room", typing.room());
      case Request.Command command ->
          json.open("command")
              .textIfAny("ref", command.ref())
              .textIfAny("room", command.room())
              .text("line", command.line());
      case Request.Ping ping -> json.open("ping").textIfAny("ref", ping.ref());
      case Request.Pong _ -> json.open("pong");
      case Request.Seen seen -> seen(seen, json);
      case Request.Part part ->
          json.open("part")
              .text("of", part.of())
              .number("part", part.part())
              .number("parts", part.parts())
              .text("data", part.data());
      case Request.Quit _ -> json.open("quit");
    }
    json.close();
  }

  private static void hello(Request.Hello hello, JsonWriter json) {
    json.open("hello")
        .number("version", hello.version())
        .textIfAny("name", hello.name())
        .textIfAny("token", hello.token())
        .textIfAny("client", hello.client());
    if (!hello.rooms().isEmpty()) {
      json.openList("rooms");
      for (Position position : hello.rooms()) {
        json.open();
        position(position.room(), position.epoch(), position.seq(), json);
        json.close();
      }
      json.closeList();
    }
  }

  private static void position(String room, @Nullable String epoch, long seq, JsonWriter json) {
    json.text("room", room).textIfAny("epoch", epoch).numberIfAny("seq", seq);
  }

  private static void history(Request.History history, JsonWriter json) {
    json.open("history").textIfAny("ref", history.ref()).text("room", history.room());
    if (history.after() != Request.History.ANYWHERE) {
      json.number("after", history.after());
    }
    json.numberIfAny("before", history.before())
        .timeIfAny("at", history.at())
        .numberIfAny("limit", history.limit());
  }

  private static void seen(Request.Seen seen, JsonWriter json) {
    json.open("seen").text("room", seen.room()).number("seq", seen.seq());
    if (!seen.missing().isEmpty()) {
      json.openList("missing");
      for (Range range : seen.missing()) {
        json.open().number("first", range.first()).number("last", range.last()).close();
      }
      json.closeList();
    }
  }

  /// @param bytes the length of the message
  static Request read(JsonObject json, int bytes) throws ChatFormatException {
    String kind = json.kind();
    return switch (kind) {
      case "hello" ->
          new Request.Hello(
              json.number("version"),
              json.textIfAny("name"),
              json.textIfAny("token", 0, MAX_TOKEN),
              json.textIfAny("client", 0, MAX_CLIENT),
              positions(json));
      case "send" ->
          new Request.Send(json.text("room"), id(json), json.text("text"), json.truth("action"));
      case "edit" ->
          new Request.Edit(json.text("room"), id(json), json.number("seq"), json.text("text"));
      case "delete" -> new Request.Delete(json.text("room"), id(json), json.number("seq"));
      case "join" -> new Request.Join(json.text("room"), epoch(json), json.numberOr(0, "seq"));
      case "leave" -> new Request.Leave(json.text("room"));
      case "history" -> history(json);
      case "search" ->
          new Request.Search(
              ref(json),
              json.textIfAny("room"),
              json.text("words"),
              json.timeIfAny("before"),
              json.countOr(0, "limit"));
      case "read" -> new Request.Read(json.text("room"), json.number("seq"));
      case "typing" -> new Request.Typing(json.text("room"));
      case "command" -> new Request.Command(ref(json), json.textIfAny("room"), json.text("line"));
      case "ping" -> new Request.Ping(ref(json));
      case "pong" -> new Request.Pong();
      case "seen" -> new Request.Seen(json.text("room"), json.number("seq"), missing(json));
      case "part" -> part(json, bytes);
      case "quit" -> new Request.Quit();
      default -> throw json.unknownKind(kind);
    };
  }

  private static String id(JsonObject json) throws ChatFormatException {
    return json.text("id", 1, MAX_ID);
  }

  private static @Nullable String ref(JsonObject json) throws ChatFormatException {
    return json.textIfAny("ref", 0, MAX_REF);
  }

  private static @Nullable String epoch(JsonObject json) throws ChatFormatException {
    return json.textIfAny("epoch", 0, MAX_EPOCH);
  }

  private static List<Position> positions(JsonObject json) throws ChatFormatException {
    List<Position> positions = new ArrayList<>();
    for (JsonObject one : json.objects("rooms", MAX_ROOMS)) {
      positions.add(new Position(one.text("room"), epoch(one), one.numberOr(0, "seq")));
    }
    return positions;
  }

  private static Request.History history(JsonObject json) throws ChatFormatException {
    if (Stream.of("after", "before", "at").filter(json::has).count() > 1) {
      throw json.fault(ChatProblem.ONE_OF, "\"after\", \"before\" and \"at\"");
    }
    return new Request.History(
        ref(json),
        json.text("room"),
        json.numberOr(Request.History.ANYWHERE, "after"),
        json.numberOr(0, "before"),
        json.timeIfAny("at"),
        json.countOr(0, "limit"));
  }

  private static Request.Part part(JsonObject json, int bytes) throws ChatFormatException {
    if (bytes > ChatJson.MAX_PART_BYTES) {
      throw json.fault(ChatProblem.TOO_LONG, bytes, ChatJson.MAX_PART_BYTES);
    }
    int parts = json.count("parts", 1, ChatJson.MAX_PARTS);
    return new Request.Part(
        json.text("of", 1, ChatJson.MAX_PART_NAME),
        json.count("part", 1, parts),
        parts,
        json.text("data"));
  }

  private static List<Range> missing(JsonObject json) throws ChatFormatException {
    List<Range> ranges = new ArrayList<>();
    for (JsonObject one : json.objects("missing", MAX_RANGES)) {
      Range range = new Range(one.number("first"), one.number("last"));
      if (range.first() > range.last()) {
        throw json.fault(ChatProblem.RANGE_BACKWARDS, range.first(), range.last());
      }
      ranges.add(range);
    }
    return ranges;
  }
}
