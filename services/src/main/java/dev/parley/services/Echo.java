package dev.parley.services;

import dev.parley.frame.Message;
import dev.parley.session.Handler;
import dev.parley.session.Session;

/// Answers every message with itself (RFC 862), an empty datagram with an empty datagram.
///
/// Stateless; allocates nothing.
public final class Echo implements Handler {
  /// Creates an echo service.
  public Echo() {}

  @Override
  public void received(Session session, Message message) {
    if (message.isEmpty()) {
      Answer.empty(session);
    } else {
      session.send(message);
    }
  }
}
