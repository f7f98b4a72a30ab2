package dev.parley.cli.connect;

import dev.parley.cli.report.ClientNotes;
import dev.parley.cli.text.Texts;
import java.util.concurrent.atomic.AtomicLong;

/// Counts datagrams that were lost on our own side. Reports the first loss and, at the end, the
/// total: a flood of notes would be the next thing to get lost. Safe for any thread.
final class LostMessages {
  private final ClientNotes notes;
  private final AtomicLong count = new AtomicLong();

  LostMessages(ClientNotes notes) {
    this.notes = notes;
  }

  /// Counts one lost datagram; `why` is a sentence.
  void add(String why) {
    if (count.incrementAndGet() == 1) {
      notes.say(Texts.problem("connect.datagram-lost", why));
    }
  }

  /// Reports the total, if it is more than the one already reported.
  void tellAll() {
    long all = count.get();
    if (all > 1) {
      notes.say(Texts.problem("connect.datagrams-lost", all));
    }
  }
}
