package dev.parley.cli.connect;

import dev.parley.session.Event;
import java.nio.charset.StandardCharsets;

/// Facts about the session that the threads of a conversation share. Those from the session's
/// events are written on the client's event loop, before the message that came with them is
/// received; those about what we sent, on the sending thread.
final class SessionNews {
  private final ClientEventQueue happenings;
  private static final String HTTP_VERSION = " HTTP/";

  private volatile boolean isRaw;
  private volatile boolean hasSaidGoodbye;
  private volatile boolean hasSpoken;
  private volatile boolean asksInHttp;

  SessionNews(ClientEventQueue happenings) {
    this.happenings = happenings;
  }

  /// Takes an event; never blocks.
  void take(Event event) {
    switch (event) {
      case Event.FramingSettled _ -> isRaw = true;
      case Event.Unreachable unreachable ->
          happenings.offer(new ClientEvent.Unreachable(unreachable.problem()));
      default -> {
        // About something else, or of no use to a conversation.
      }
    }
  }

  /// Takes note of a message that is about to be sent.
  ///
  /// @param isGoodbye true for a quit word
  void saying(byte[] message, boolean isGoodbye) {
    hasSaidGoodbye = isGoodbye;
    if (!hasSpoken) {
      asksInHttp = new String(message, StandardCharsets.ISO_8859_1).contains(HTTP_VERSION);
      hasSpoken = true;
    }
  }

  /// True if our last message was a quit word: the server may then close without a reply.
  boolean hasSaidGoodbye() {
    return hasSaidGoodbye;
  }

  /// True if our first message contains an HTTP request line.
  boolean asksInHttp() {
    return asksInHttp;
  }

  /// True if a session with framing `auto` has settled on raw.
  boolean isRaw() {
    return isRaw;
  }
}
