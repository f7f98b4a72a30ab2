package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.history.Appended;
import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.history.LogState;
import dev.parley.chat.history.Search;
import dev.parley.limit.Clock;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Searches have an end, and only so many wait; nobody else notices.
final class SearchLimitsTest {
  private static final String ROOM = "#lobby";
  private static final Search SEARCH = new Search(List.of(ROOM), "word", Long.MAX_VALUE, 100_000);

  @TempDir Path folder;
  @AutoClose private final Opened opened = new Opened();

  /// Does something when the thread of searches asks for the time.
  private record SearchClock(Clock clock, Runnable asked) implements Clock {
    @Override
    public long nanos() {
      if (Thread.currentThread().getName().equals("parley-search")) {
        asked.run();
      }
      return clock.nanos();
    }

    @Override
    public Instant now() {
      return clock.now();
    }
  }

  private SqliteHistory open(Clock clock) throws IOException {
    SqliteHistory history =
        opened.keep(
            SqliteHistory.builder(folder).clock(clock).searches(2, Duration.ofSeconds(1)).open());
    LogState _ = Answer.of(reply -> history.open(ROOM, reply));
    Answer<Appended> last = null;
    for (int i = 0; i < 3_000; i++) {
      String id = "id" + i;
      last = Answer.sent(reply -> history.append(ROOM, Drafts.text(id, "word"), reply));
    }
    assertTrue(last.isDone());
    return history;
  }

  @Test
  void aSearchThatTakesTooLongFailsAndTheNextOneWorks() throws IOException {
    ManualClock clock = new ManualClock();
    Duration[] step = {Duration.ofMillis(1_001)};
    SqliteHistory history = open(new SearchClock(clock, () -> clock.advance(step[0])));
    assertEquals(
        HistoryFault.BUSY, Answer.<List<Search.Hit>>fault(reply -> history.search(SEARCH, reply)));
    step[0] = Duration.ZERO;
    assertEquals(3_000, Answer.<List<Search.Hit>>of(reply -> history.search(SEARCH, reply)).size());
  }

  /// A clock that holds searches up.
  private static SearchClock holding(CountDownLatch running, CountDownLatch held) {
    return new SearchClock(
        new ManualClock(),
        () -> {
          running.countDown();
          try {
            held.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void whatHasNotBegunWhenTheHistoryClosesIsNotSearched() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch running = new CountDownLatch(1);
    SqliteHistory history = open(holding(running, held));
    Answer<List<Search.Hit>> first = Answer.sent(reply -> history.search(SEARCH, reply));
    running.await();
    Answer<List<Search.Hit>> second = Answer.sent(reply -> history.search(SEARCH, reply));
    Thread closing = Thread.ofPlatform().start(history::close);
    while (Answer.<LogState>sent(reply -> history.open(ROOM, reply)).isDone()) {
      Thread.onSpinWait();
    }
    held.countDown();
    assertTrue(first.isDone());
    assertEquals(HistoryFault.CLOSED, second.fault());
    closing.join();
  }

  @Test
  void moreSearchesThanTheMaximumAreRefused() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch running = new CountDownLatch(1);
    SqliteHistory history = open(holding(running, held));
    Answer<List<Search.Hit>> first = Answer.sent(reply -> history.search(SEARCH, reply));
    running.await();
    Answer<List<Search.Hit>> second = Answer.sent(reply -> history.search(SEARCH, reply));
    Answer<List<Search.Hit>> third = Answer.sent(reply -> history.search(SEARCH, reply));
    assertEquals(
        HistoryFault.BUSY, Answer.<List<Search.Hit>>fault(reply -> history.search(SEARCH, reply)));
    Appended place = Answer.of(reply -> history.append(ROOM, Drafts.text("other", "text"), reply));
    assertEquals(3_001, place.seq());
    held.countDown();
    assertTrue(first.isDone());
    assertTrue(second.isDone());
    assertTrue(third.isDone());
  }
}
