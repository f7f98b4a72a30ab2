package dev.parley.cli.history;

import dev.parley.chat.history.Entry;
import dev.parley.chat.history.Search;
import dev.parley.cli.chat.EntryText;
import dev.parley.cli.io.JsonLine;
import java.util.Locale;

/// A message that was found, on one line: for people as in a room, with the date in front, and for
/// programs with the fields of exported lines. What members have chosen is escaped in both.
///
/// ```
/// 2026-11-21 10:31 #lobby ada: hello
/// {"kind":"message","room":"#lobby","seq":1,"time":"2026-11-21T10:31:00.000Z","type":"text", …}
/// ```
record FoundMessage(Search.Hit hit) {
  String line(EntryText people) {
    Entry entry = hit.entry();
    return people.day(entry.time()) + " " + people.plain(RoomKey.shown(hit.room()), entry);
  }

  String json() {
    Entry entry = hit.entry();
    return JsonLine.of(json -> {
      json.writeStringField("kind", "message");
      json.writeStringField("room", hit.room());
      json.writeNumberField("seq", entry.seq());
      JsonLine.time(json, entry.time());
      json.writeStringField("type", lower(entry.kind()));
      json.writeStringField("from", entry.sender());
      json.writeStringField("author", entry.author());
      json.writeStringField("id", entry.id());
      json.writeStringField("text", entry.text());
      json.writeNumberField("target", entry.target());
      json.writeStringField("state", lower(entry.state()));
    });
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
