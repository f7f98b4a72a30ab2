package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.chat.history.Appended;
import dev.parley.chat.history.Entry;
import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.history.LogState;
import dev.parley.chat.history.Page;
import dev.parley.chat.history.Search;
import dev.parley.testing.Opened;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk without room: what does not fit is refused, nothing is half done, reading goes on, and
/// writing goes on once there is room.
final class DiskFullTest {
  private static final String ROOM = "#lobby";
  private static final int PAGE = 10_000;

  @TempDir Path folder;
  @AutoClose private final Opened opened = new Opened();
  private final Set<String> acknowledged = new TreeSet<>();

  @Test
  void aFullDiskRefusesAndHealsByItself() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    SmallDisk small = opened.keep(SmallDisk.at(disk, 5_000));
    SqliteHistory history =
        opened.keep(SqliteHistory.builder(disk.resolve("data")).reserve(0).open());
    LogState _ = Answer.of(reply -> history.open(ROOM, reply));

    assertEquals(Set.of(), appendMany(history, "a", 200));
    assertEquals(Set.of(HistoryFault.FULL), appendMany(history, "b", 2_000));
    assertThatExactlyTheAcknowledgedAreThere(history);

    small.resize(40_000);
    assertEquals(Set.of(), appendMany(history, "c", 500));
    assertThatExactlyTheAcknowledgedAreThere(history);
    history.close();

    SqliteHistory again = opened.keep(SqliteHistory.open(disk.resolve("data")));
    assertThatExactlyTheAcknowledgedAreThere(again);
  }

  /// Returns the faults of those that were not done.
  private Set<HistoryFault> appendMany(SqliteHistory history, String name, int count) {
    String text = "聊天 text ".repeat(200);
    List<Answer<Appended>> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = name + i;
      answers.add(Answer.sent(reply -> history.append(ROOM, Drafts.text(id, text), reply)));
    }
    Set<HistoryFault> faults = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      if (answers.get(i).isDone()) {
        acknowledged.add(name + i);
      } else {
        faults.add(answers.get(i).fault());
      }
    }
    return faults;
  }

  private static List<Entry> all(SqliteHistory history) {
    List<Entry> all = new ArrayList<>();
    boolean hasMore = true;
    while (hasMore) {
      long after = all.size();
      Page page = Answer.of(reply -> history.after(ROOM, after, PAGE, reply));
      all.addAll(page.entries());
      hasMore = page.hasMore();
    }
    return all;
  }

  private void assertThatExactlyTheAcknowledgedAreThere(SqliteHistory history) {
    List<Entry> entries = all(history);
    Set<String> ids = new TreeSet<>();
    for (int i = 0; i < entries.size(); i++) {
      assertEquals(i + 1, entries.get(i).seq());
      ids.add(entries.get(i).id());
    }
    assertEquals(acknowledged, ids);
    assertEquals(ids.size(), entries.size());
    // The index may have no room for them.
    Search search = new Search(List.of(ROOM), "天 text", Long.MAX_VALUE, PAGE);
    List<Search.Hit> hits = Answer.of(reply -> history.search(search, reply));
    assertEquals(entries.size(), hits.size());
  }
}
