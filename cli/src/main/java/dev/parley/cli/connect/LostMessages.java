package dev.parley.cli.connect;

import java.util.concurrent.atomic.AtomicLong;

/// Datagrams that were lost on our own side, told once when it begins and once at the end: a flood
/// of notes would be the next thing to get lost. Safe for any thread.
final class LostMessages {
  private final ClientNotes notes;
  private final AtomicLong count = new AtomicLong();

  LostMessages(ClientNotes notes) {
    this.notes = notes;
  }

  /// One more; `why` is a sentence.
  void add(String why) {
    if (count.incrementAndGet() == 1) {
      notes.say("a datagram was lost here: " + why);
    }
  }

  /// Tells how many there were, if more than was said.
  void tellAll() {
    long all = count.get();
    if (all > 1) {
      notes.say(all + " datagrams were lost here altogether");
    }
  }
}
