package dev.parley.cli.output;

import dev.parley.limit.Clock;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Puts the time before a message, in the format of C's `ctime` and Python's `time.ctime()`:
/// English, local time, the day padded with a blank.
///
/// ```
///   [Sat Nov 21 10:00:00 2026]:text
///   [Sun Nov  1 10:00:00 2026]:text
/// ```
///
/// Safe for any thread.
public final class TimestampPrefix {
  private final Clock clock;
  private final DateTimeFormatter form;

  public TimestampPrefix(Clock clock, ZoneId zone) {
    this.clock = clock;
    this.form =
        DateTimeFormatter.ofPattern("'['EEE MMM ppd HH:mm:ss uuuu']:'", Locale.ENGLISH)
            .withZone(zone);
  }

  /// Returns `message` with the current time before it.
  public byte[] on(byte[] message) {
    byte[] stamp = form.format(clock.now()).getBytes(StandardCharsets.US_ASCII);
    byte[] both = new byte[stamp.length + message.length];
    System.arraycopy(stamp, 0, both, 0, stamp.length);
    System.arraycopy(message, 0, both, stamp.length, message.length);
    return both;
  }
}
