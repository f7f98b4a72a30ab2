package dev.parley.services;

import dev.parley.frame.Message;
import dev.parley.limit.Clock;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Tells the time (RFC 867). On a stream at once, without waiting for a word, and then closes; on a
/// datagram, whatever is in it, with one datagram.
///
/// The text is in the first form that the RFC suggests, with the time zone: `Saturday, November 21,
/// 2026 10:00:00-UTC`. Its end is marked by the framing, a newline for lines; a datagram holds no
/// newline. On a public address a datagram smaller than the answer gets none
/// ([Handler#isAutomatic]).
public final class Daytime implements Handler {
  /// "Weekday, Month Day, Year Time-Zone", RFC 867.
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEEE, MMMM d, uuuu HH:mm:ss-zzz", Locale.US);

  private final Clock clock;
  private final DateTimeFormatter form;

  /// The time of `clock` as it is in `zone`.
  public Daytime(Clock clock, ZoneId zone) {
    this.clock = clock;
    this.form = FORM.withZone(zone);
  }

  @Override
  public void opened(Session session) {
    if (session.transport().isStream()) {
      session.send(form.format(clock.now()));
      session.close();
    }
  }

  /// Datagrams only: a stream has been closed before anything can arrive.
  @Override
  public void received(Session session, Message message) {
    session.send(form.format(clock.now()));
  }
}
