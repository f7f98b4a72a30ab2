package dev.parley.cli.connect;

import dev.parley.session.Event;
import java.nio.charset.StandardCharsets;

/// What the threads of a talk tell each other of its session. What its events have told is written
/// on the client's loop, before the message that comes with it is heard; what we have said, on the
/// thread that sends.
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
          happenings.offer(new ClientEvent.Unreachable(unreachable.why()));
      default -> {
        // Not of the session, or of no use to a talk.
      }
    }
  }

  /// We are about to send `message`.
  ///
  /// @param isGoodbye true for a quit word
  void saying(byte[] message, boolean isGoodbye) {
    hasSaidGoodbye = isGoodbye;
    if (!hasSpoken) {
      asksInHttp = new String(message, StandardCharsets.ISO_8859_1).contains(HTTP_VERSION);
      hasSpoken = true;
    }
  }

  /// True if we have sent a quit word: a server may leave without a word then.
  boolean hasSaidGoodbye() {
    return hasSaidGoodbye;
  }

  /// True if what we have sent first is the line of an HTTP request.
  boolean asksInHttp() {
    return asksInHttp;
  }

  /// True if a session whose framing is `auto` has settled on raw.
  boolean isRaw() {
    return isRaw;
  }
}
