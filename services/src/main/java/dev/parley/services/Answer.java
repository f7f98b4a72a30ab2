package dev.parley.services;

import dev.parley.frame.Message;
import dev.parley.session.Session;

/// Sends answers that may be empty.
final class Answer {
  private Answer() {}

  /// Sends the empty message if the framing can express it. With unframed replies an empty answer
  /// is zero bytes, so nothing is sent: `--framing length:4le --reply-framing raw` continues after
  /// an empty request, like any program that writes an empty buffer to a socket.
  static void empty(Session session) {
    try {
      session.send(Message.empty());
    } catch (IllegalArgumentException e) {
      // The framing has no empty message, as described above.
    }
  }
}
