package dev.parley.chat.internal.server;

import dev.parley.chat.history.Entry;
import dev.parley.chat.protocol.Notice;
import dev.parley.text.Printable;
import java.time.ZoneId;
import java.util.List;

/// Stand-in.
public final class PlainText {
  private final ZoneId zone;

  public PlainText(ZoneId zone) {
    this.zone = zone;
  }

  List<String> lines(Notice notice) {
    return switch (notice) {
      case Notice.Message m -> List.of(message(m));
      case Notice.Welcome w -> List.of("-- you are " + w.name());
      case Notice.Refused r -> List.of("-- " + r.text());
      case Notice.Closing c -> List.of("-- " + c.text());
      case Notice.Room r -> List.of("-- " + r.room() + ": " + r.count() + " here");
      case Notice.Presence p ->
          List.of("-- " + p.room() + ": joined " + p.joined() + ", left " + p.left());
      default -> List.of();
    };
  }

  private String message(Notice.Message m) {
    Entry e = m.entry();
    return e.time().atZone(zone).toLocalTime().withSecond(0).withNano(0)
        + " "
        + m.room()
        + " "
        + e.sender()
        + ": "
        + Printable.line(e.text());
  }
}
