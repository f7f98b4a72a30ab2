package dev.parley.cli;

import dev.parley.Event;

/// What the events of a client's session have told so far, for the threads of the talk. Written on
/// the client's loop, before the message that comes with it is heard.
final class SessionNews {
  private final Happenings happenings;
  private volatile boolean isRaw;

  SessionNews(Happenings happenings) {
    this.happenings = happenings;
  }

  /// Takes an event; never blocks.
  void take(Event event) {
    switch (event) {
      case Event.FramingSettled _ -> isRaw = true;
      case Event.Unreachable unreachable ->
          happenings.offer(new Happening.Unreachable(unreachable.why()));
      default -> {
        // Not of the session, or of no use to a talk.
      }
    }
  }

  /// True if a session whose framing is `auto` has settled on raw.
  boolean isRaw() {
    return isRaw;
  }
}
