package dev.parley.bench.peer;

import dev.parley.chat.history.Appended;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.Entry;
import dev.parley.chat.history.History;
import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.history.LogState;
import java.util.concurrent.Semaphore;

/// A room in which a million messages of 128 bytes were said.
final class LongHistory {
  private static final String ROOM = "#room";
  private static final int MESSAGES = 1_000_000;
  private static final int SENDERS = 100;
  private static final int IN_FLIGHT = 2_000;

  private LongHistory() {}

  /// Fills a history, and returns it; blocks.
  static History fill(History history) throws InterruptedException {
    Semaphore places = new Semaphore(IN_FLIGHT);
    history.open(
        ROOM,
        new History.Reply<LogState>() {
          @Override
          public void done(LogState result) {}

          @Override
          public void failed(HistoryFault fault) {
            throw new IllegalStateException(fault.toString());
          }
        });
    History.Reply<Appended> reply =
        new History.Reply<>() {
          @Override
          public void done(Appended result) {
            places.release();
          }

          @Override
          public void failed(HistoryFault fault) {
            throw new IllegalStateException(fault.toString());
          }
        };
    for (int i = 0; i < MESSAGES; i++) {
      places.acquire();
      String sender = "member" + i % SENDERS;
      history.append(
          ROOM, new Draft(Entry.Kind.TEXT, sender, "g:" + sender, "" + i, text(i), 0), reply);
    }
    places.acquire(IN_FLIGHT);
    return history;
  }

  private static String text(int number) {
    String words = "%012d and some words of an ordinary message ".formatted(number);
    return words.repeat(3).substring(0, 128);
  }
}
