package dev.parley.services;

import dev.parley.frame.Message;
import dev.parley.limit.Clock;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import java.time.ZoneId;

/// Answers every message with a text, which includes the message if the template says so. The
/// peer's bytes are inserted unchanged.
///
/// An answer that the framing cannot carry (too long, a line end inside a line) ends that session.
public final class Reply implements Handler {
  private final ReplyTemplate template;
  private final Clock clock;
  private final ZoneId zone;

  /// Creates a service that answers by `template`, with the time of `clock` in `zone`.
  public Reply(ReplyTemplate template, Clock clock, ZoneId zone) {
    this.template = template;
    this.clock = clock;
    this.zone = zone;
  }

  @Override
  public void received(Session session, Message message) {
    byte[] answer = template.fill(session, message, Ctime.of(clock.now(), zone));
    if (answer.length == 0) {
      Answer.empty(session);
    } else {
      session.send(answer);
    }
  }
}
