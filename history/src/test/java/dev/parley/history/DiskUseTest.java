package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.history.Appended;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.Entry.Kind;
import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.history.LogState;
import dev.parley.chat.history.Page;
import dev.parley.testing.Opened;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is told of a disk that fills up, and the reserve that new messages leave free.
final class DiskUseTest {
  private static final String ROOM = "#lobby";
  private static final long TOTAL = 10_000_000_000L;
  private static final long RESERVE = 64L << 20;

  @TempDir Path folder;
  @AutoClose private final Opened opened = new Opened();
  private final FakeDisk disk = new FakeDisk();
  private final List<DiskUse> told = new CopyOnWriteArrayList<>();

  /// A disk that is as full as a test says.
  private static final class FakeDisk implements Disk {
    volatile long total = TOTAL;
    volatile long usable = TOTAL;

    @Override
    public long totalBytes() {
      return total;
    }

    @Override
    public long usableBytes() {
      return usable;
    }
  }

  private DiskWatch watch(long reserve, boolean tellsLevels) {
    return new DiskWatch(disk, reserve, tellsLevels, told::add);
  }

  private List<Integer> percents() {
    return told.stream().map(DiskUse::percent).toList();
  }

  private static boolean look(DiskWatch watch, FakeDisk disk, long usable) {
    disk.usable = usable;
    return watch.hasRoom();
  }

  @Test
  void eachLevelIsToldOnceAndAgainAfterItWasBetter() {
    DiskWatch watch = watch(0, true);
    assertTrue(look(watch, disk, TOTAL / 100 * 20)); // exactly 80 %
    assertEquals(List.of(), told);
    assertTrue(look(watch, disk, TOTAL / 100 * 20 - 1));
    assertTrue(look(watch, disk, TOTAL / 100 * 15));
    assertTrue(look(watch, disk, TOTAL / 100 * 4));
    assertTrue(look(watch, disk, TOTAL / 100 * 30));
    assertTrue(look(watch, disk, TOTAL / 100 * 12));
    assertTrue(look(watch, disk, 0));
    assertEquals(List.of(80, 96, 88, 100), percents());
  }

  @Test
  void withARetentionNothingIsToldButThatMessagesAreRefused() {
    DiskWatch watch = watch(RESERVE, false);
    assertTrue(look(watch, disk, RESERVE));
    assertEquals(List.of(), told);
    assertFalse(look(watch, disk, RESERVE - 1));
    assertFalse(look(watch, disk, 0));
    assertTrue(look(watch, disk, RESERVE));
    assertEquals(List.of(true, false), told.stream().map(DiskUse::isRefusing).toList());
  }

  @Test
  void theReserveIsAtMostATenthOfASmallDisk() {
    disk.total = 1_000;
    DiskWatch watch = watch(RESERVE, false);
    assertTrue(look(watch, disk, 100));
    assertFalse(look(watch, disk, 99));
  }

  @Test
  void aDiskThatDoesNotSayHowFullItIsTakesMessages() {
    disk.total = 0;
    DiskWatch watch = watch(RESERVE, true);
    assertTrue(look(watch, disk, 0));
    assertEquals(List.of(), told);
  }

  private SqliteHistory open(long reserve) throws IOException {
    return opened.keep(
        SqliteHistory.builder(folder).reserve(reserve).disk(disk).onDiskUse(told::add).open());
  }

  private static Answer<Appended> append(SqliteHistory history, Draft draft) {
    return Answer.sent(reply -> history.append(ROOM, draft, reply));
  }

  @Test
  void withLessThanTheReserveNewMessagesAreRefusedAndAllElseGoesOn() throws Exception {
    SqliteHistory history = open(RESERVE);
    LogState _ = Answer.of(reply -> history.open(ROOM, reply));
    assertTrue(append(history, Drafts.text("a1", "你好")).isDone());
    disk.usable = RESERVE - 1;
    assertEquals(HistoryFault.FULL, append(history, Drafts.text("a2", "more")).fault());
    Appended again = Answer.of(reply -> history.append(ROOM, Drafts.text("a1", "你好"), reply));
    assertTrue(again.isDuplicate());
    boolean isChange = Answer.<Boolean>of(reply -> history.set("ban:n:eve", "eve", reply));
    assertTrue(isChange);
    assertEquals(1, Answer.<Page>of(reply -> history.after(ROOM, 0, 10, reply)).entries().size());
    Draft first = Drafts.text("a1", "");
    Draft delete = new Draft(Kind.DELETE, first.sender(), first.author(), "a3", "", 1);
    assertTrue(append(history, delete).isDone());
    disk.usable = RESERVE;
    assertTrue(append(history, Drafts.text("a2", "more")).isDone());
    List<Boolean> refusing = new ArrayList<>();
    told.forEach(use -> refusing.add(use.isRefusing()));
    assertEquals(List.of(true, false), refusing);
    assertEquals(3, Answer.<Page>of(reply -> history.after(ROOM, 0, 10, reply)).entries().size());
  }

  @Test
  void aStartOnAFullDiskTellsIt() throws Exception {
    disk.usable = 0;
    SqliteHistory history = open(0);
    assertEquals(List.of(100), percents());
    LogState _ = Answer.of(reply -> history.open(ROOM, reply));
    assertTrue(append(history, Drafts.text("a1", "without a reserve")).isDone());
    assertEquals(1, told.size());
  }
}
