package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.history.Appended;
import dev.parley.chat.history.Entry;
import dev.parley.chat.history.LogState;
import dev.parley.chat.history.Page;
import dev.parley.chat.history.Search;
import dev.parley.history.internal.store.DataFolder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.OwnProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Old messages are removed, and whoever asks for them learns where the log begins now.
final class RetentionTest {
  private static final String ROOM = "#lobby";

  @TempDir Path folder;
  @AutoClose private final Opened opened = new Opened();
  private final ManualClock clock = new ManualClock();

  private SqliteHistory open(Retention retention) throws IOException {
    SqliteHistory history =
        opened.keep(SqliteHistory.builder(folder).clock(clock).retention(retention).open());
    LogState _ = Answer.of(reply -> history.open(ROOM, reply));
    return history;
  }

  private static void append(SqliteHistory history, String name, int count, String text) {
    Answer<Appended> last = null;
    for (int i = 0; i < count; i++) {
      String id = name + i;
      last = Answer.sent(reply -> history.append(ROOM, Drafts.text(id, text + " " + id), reply));
    }
    assertTrue(last.isDone());
  }

  private static LogState state(SqliteHistory history) {
    return Answer.of(reply -> history.open(ROOM, reply));
  }

  private static void comesToFirst(SqliteHistory history, long first) throws Exception {
    assertTrue(
        OwnProcess.comesTrue(() -> state(history).first() == first),
        () -> state(history).toString());
  }

  @Test
  void aRoomKeepsItsMaximumNumberOfEntries() throws Exception {
    SqliteHistory history = open(Retention.FOREVER.withMaxEntries(100));
    append(history, "a", 100, "word");
    clock.advance(Duration.ofSeconds(10));
    append(history, "b", 1, "word");
    comesToFirst(history, 2);
    append(history, "c", 1_000, "word");
    clock.advance(Duration.ofSeconds(10));
    comesToFirst(history, 1_002);
    Page page = Answer.of(reply -> history.after(ROOM, 0, 10_000, reply));
    assertEquals(100, page.entries().size());
    assertEquals(1_002, page.entries().getFirst().seq());
    assertEquals(100, found(history, "word"));
    assertEquals(0, found(history, "a5"));
  }

  private static int found(SqliteHistory history, String word) {
    Search search = new Search(List.of(ROOM), word, Long.MAX_VALUE, 10_000);
    return Answer.<List<Search.Hit>>of(reply -> history.search(search, reply)).size();
  }

  @Test
  void exactlyTheMaximumRemovesNothing() throws IOException {
    SqliteHistory history = open(Retention.FOREVER.withMaxEntries(300));
    append(history, "a", 300, "word");
    clock.advance(Duration.ofSeconds(10));
    assertEquals(1, state(history).first());
    assertEquals(1, state(history).first());
  }

  @Test
  void whatIsTooOldIsRemovedAndTheRoomGoesOn() throws Exception {
    SqliteHistory history = open(Retention.FOREVER.withMaxAge(Duration.ofDays(1)));
    append(history, "a", 600, "old");
    clock.advance(Duration.ofHours(23));
    append(history, "b", 5, "young");
    clock.advance(Duration.ofHours(1).plusMillis(1));
    comesToFirst(history, 601);
    clock.advance(Duration.ofDays(2));
    comesToFirst(history, 606);
    assertEquals(List.of(), entries(history));
    append(history, "c", 1, "new");
    assertEquals(606, entries(history).getFirst().seq());
    history.close();

    SqliteHistory again = open(Retention.FOREVER);
    assertEquals(606, state(again).first());
    assertEquals(606, state(again).last());
    assertEquals(606, Answer.<Long>of(reply -> again.at(ROOM, clock.now(), reply)));
  }

  private static List<Entry> entries(SqliteHistory history) {
    return Answer.<Page>of(reply -> history.after(ROOM, 0, 10_000, reply)).entries();
  }

  @Test
  void theFileStaysWithinItsLength() throws Exception {
    long maxBytes = 1L << 20;
    SqliteHistory history = open(Retention.FOREVER.withMaxBytes(maxBytes));
    String text = "很长的文字 a long text ".repeat(20);
    for (int i = 0; i < 10; i++) {
      append(history, "a" + i + "-", 500, text);
      clock.advance(Duration.ofSeconds(10));
      assertTrue(state(history).last() >= 500);
    }
    assertTrue(OwnProcess.comesTrue(() -> state(history).first() > 1_000));
    history.close();
    long length = Files.size(DataFolder.database(folder));
    assertTrue(length <= 3 * maxBytes, () -> "length " + length);
    assertTrue(state(open(Retention.FOREVER)).last() == 5_000);
  }

  @Test
  void limitsArePositive() {
    assertThrows(IllegalArgumentException.class, () -> Retention.FOREVER.withMaxEntries(0));
    assertThrows(IllegalArgumentException.class, () -> Retention.FOREVER.withMaxBytes(0));
    assertThrows(IllegalArgumentException.class, () -> Retention.FOREVER.withMaxAge(Duration.ZERO));
    assertEquals(1, Retention.FOREVER.withMaxEntries(1).maxEntries());
  }
}
