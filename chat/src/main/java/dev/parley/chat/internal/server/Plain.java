package dev.parley.chat.internal.server;

import dev.parley.chat.internal.plain.PlainText;
import dev.parley.chat.protocol.Notice;
import dev.parley.limit.Clock;
import java.time.ZoneId;
import java.util.List;

/// Notices as lines, as of now. Safe for any thread.
final class Plain {
  private final PlainText text;
  private final Clock clock;

  Plain(ZoneId zone, Clock clock) {
    this.text = new PlainText(zone);
    this.clock = clock;
  }

  List<String> lines(Notice notice) {
    return text.lines(notice, clock.now());
  }
}
