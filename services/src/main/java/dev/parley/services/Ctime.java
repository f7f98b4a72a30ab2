package dev.parley.services;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Formats times like C's `asctime` (ISO C §7.29.3.1), without its newline: `Sat Nov 21 10:00:00
/// 2026`, with the day of the month padded with a blank. Always English.
public final class Ctime {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ENGLISH);

  private Ctime() {}

  /// Returns the time of day at `moment` in `zone`.
  public static String of(Instant moment, ZoneId zone) {
    return FORM.format(moment.atZone(zone));
  }
}
