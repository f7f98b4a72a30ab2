package dev.parley.services;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// A moment as C's `asctime` writes it (ISO C §7.29.3.1), without its newline: `Sat Nov 21 10:00:00
/// 2026`, the day of the month padded with a blank. English whatever the machine speaks.
public final class Ctime {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ENGLISH);

  private Ctime() {}

  /// The time of day at `moment` in `zone`.
  public static String of(Instant moment, ZoneId zone) {
    return FORM.format(moment.atZone(zone));
  }
}
