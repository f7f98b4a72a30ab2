package dev.parley.chat.internal.plain;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The time of an entry as people are shown it: `10:31`, or `2026-11-20 10:31` on another day.
final class EntryTime {
  private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter ANOTHER_DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

  private EntryTime() {}

  static String shown(Instant time, Instant now, ZoneId zone) {
    ZonedDateTime there = time.atZone(zone);
    boolean isToday = there.toLocalDate().equals(now.atZone(zone).toLocalDate());
    return (isToday ? TODAY : ANOTHER_DAY).format(there);
  }
}
