package dev.parley.services;

import dev.parley.frame.Message;
import dev.parley.limit.Clock;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Sends the time (RFC 867). On a stream immediately, without waiting for input, and then closes;
/// for a datagram, whatever it contains, with one datagram.
///
/// The text has the first form that the RFC suggests, with the time zone: `Saturday, November 21,
/// 2026 10:00:00-UTC`. The framing adds its end, a newline for lines; a datagram has no newline. On
/// a public address a datagram smaller than the answer gets none ([Handler#isAutomatic]).
public final class Daytime implements Handler {
  /// "Weekday, Month Day, Year Time-Zone", RFC 867.
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEEE, MMMM d, uuuu HH:mm:ss-zzz", Locale.US);

  private final Clock clock;
  private final DateTimeFormatter form;

  /// Creates a service that sends the time of `clock` in `zone`.
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

  /// Datagrams only: a stream is closed before anything can arrive.
  @Override
  public void received(Session session, Message message) {
    session.send(form.format(clock.now()));
  }
}
