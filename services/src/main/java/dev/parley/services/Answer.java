package dev.parley.services;

import dev.parley.frame.Message;
import dev.parley.session.Session;

/// Answers that may have no bytes.
final class Answer {
  private Answer() {}

  /// Sends the empty message where it can be told from no message. Where replies are unframed, the
  /// empty answer is no bytes, and so it is sent by sending nothing: `--framing length:4le
  /// --reply-framing raw` with an empty question goes on, as in any program that writes an empty
  /// buffer to a socket.
  static void empty(Session session) {
    try {
      session.send(Message.empty());
    } catch (IllegalArgumentException e) {
      // The framing has no form for it, as said above.
    }
  }
}
