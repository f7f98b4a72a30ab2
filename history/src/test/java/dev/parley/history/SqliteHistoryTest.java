package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.history.Appended;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.Entry;
import dev.parley.chat.history.Entry.Kind;
import dev.parley.chat.history.Entry.State;
import dev.parley.chat.history.History;
import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.history.LogState;
import dev.parley.chat.history.Page;
import dev.parley.chat.history.Search;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a server relies on: places, replies, edits, deletions, pages, settings.
final class SqliteHistoryTest {
  private static final String LOBBY = "#lobby";

  @TempDir Path folder;
  @AutoClose private final Opened opened = new Opened();
  private final ManualClock clock = new ManualClock();

  private SqliteHistory open() throws IOException {
    return opened.keep(SqliteHistory.builder(folder).clock(clock).open());
  }

  private SqliteHistory openLobby() throws IOException {
    SqliteHistory history = open();
    LogState _ = Answer.of(reply -> history.open(LOBBY, reply));
    return history;
  }

  private static Appended append(History history, Draft draft) {
    return Answer.of(reply -> history.append(LOBBY, draft, reply));
  }

  private static List<Entry> all(History history) {
    return Answer.<Page>of(reply -> history.after(LOBBY, 0, 10_000, reply)).entries();
  }

  private static List<Long> seqs(Page page) {
    return page.entries().stream().map(Entry::seq).toList();
  }

  @Test
  void aMessageIsThereAfterTheNextStart() throws IOException {
    String text = "你好，世界 😀 Straße\0\n\u001b[31m";
    try (SqliteHistory history = openLobby()) {
      assertEquals(new Appended(1, clock.now(), false), append(history, Drafts.text("a", text)));
    }
    SqliteHistory history = open();
    assertEquals(
        List.of(new Entry(1, clock.now(), Kind.TEXT, "ada", "p:ada", "a", text, 0, State.ORIGINAL)),
        all(history));
  }

  @Test
  void aRoomKeepsItsEpochAndItsPlaces() throws IOException {
    LogState before;
    try (SqliteHistory history = openLobby()) {
      append(history, Drafts.text("a", "one"));
      before = Answer.of(reply -> history.open(LOBBY, reply));
    }
    assertEquals(new LogState(LOBBY, before.epoch(), 1, 1), before);
    SqliteHistory history = open();
    assertEquals(List.of(before), history.rooms());
    LogState other = Answer.of(reply -> history.open("#other", reply));
    assertEquals(1, other.first());
    assertEquals(0, other.last());
    assertNotEquals(before.epoch(), other.epoch());
  }

  @Test
  void emptyLongAndHostileTextsComeBackAsTheyWere() throws IOException {
    SqliteHistory history = openLobby();
    List<String> texts =
        List.of(
            "",
            " ",
            "'; DROP TABLE entry; --",
            "\" OR words MATCH \"*",
            "\u202e\u0000\u0007",
            "漢".repeat(5_461),
            "x".repeat(16_384));
    for (String text : texts) {
      append(history, new Draft(Kind.TEXT, text, "p:" + text, "i".repeat(64), text, 0));
    }
    assertEquals(texts, all(history).stream().map(Entry::text).toList());
    assertEquals(texts, all(history).stream().map(Entry::sender).toList());
  }

  @Test
  void aLogWithoutEntriesIsDroppedAndOneWithEntriesIsNot() throws IOException {
    SqliteHistory history = openLobby();
    LogState empty = Answer.of(reply -> history.open("#empty", reply));
    history.drop("#empty");
    history.drop("#none");
    LogState again = Answer.of(reply -> history.open("#empty", reply));
    assertNotEquals(empty.epoch(), again.epoch());
    Appended first = Answer.of(reply -> history.append("#empty", Drafts.text("a", "你好"), reply));
    assertEquals(1, first.seq());
    LogState said = Answer.of(reply -> history.open("#empty", reply));
    history.drop("#empty");
    history.drop(LOBBY);
    assertEquals(said, Answer.<LogState>of(reply -> history.open("#empty", reply)));
    history.close();
    assertEquals(List.of("#empty"), open().rooms().stream().map(LogState::room).toList());
  }

  @Test
  void theSameDraftAgainIsAnsweredWithItsFirstPlace() throws IOException {
    SqliteHistory history = openLobby();
    Appended first = append(history, Drafts.text("a", "one"));
    clock.advance(Duration.ofHours(1));
    assertEquals(new Appended(1, first.time(), true), append(history, Drafts.text("a", "one")));
    assertEquals(1, all(history).size());
  }

  @Test
  void theSameDraftTwiceAtOnceIsOneMessage() throws IOException {
    SqliteHistory history = openLobby();
    Answer<Appended> first =
        Answer.sent(reply -> history.append(LOBBY, Drafts.text("a", "one"), reply));
    Answer<Appended> second =
        Answer.sent(reply -> history.append(LOBBY, Drafts.text("a", "one"), reply));
    assertFalse(first.result().isDuplicate());
    assertEquals(new Appended(1, clock.now(), true), second.result());
  }

  @Test
  void anIdForAnotherTextIsRefused() throws IOException {
    SqliteHistory history = openLobby();
    append(history, Drafts.text("a", "one"));
    Draft other = Drafts.text("a", "two");
    assertEquals(
        HistoryFault.ID_REUSED,
        Answer.<Appended>fault(reply -> history.append(LOBBY, other, reply)));
    LogState _ = Answer.of(reply -> history.open("#other", reply));
    assertEquals(1, Answer.<Appended>of(reply -> history.append("#other", other, reply)).seq());
    assertEquals(2, append(history, new Draft(Kind.TEXT, "bob", "p:bob", "a", "two", 0)).seq());
  }

  @Test
  void anEditChangesItsTargetAndIsAnEntry() throws IOException {
    SqliteHistory history = openLobby();
    append(history, Drafts.text("a", "one"));
    append(history, Drafts.edit("b", 1, "two"));
    List<Entry> entries = all(history);
    assertEquals(List.of("two", "two"), entries.stream().map(Entry::text).toList());
    assertEquals(
        List.of(State.EDITED, State.ORIGINAL), entries.stream().map(Entry::state).toList());
    assertEquals(List.of(0L, 1L), entries.stream().map(Entry::target).toList());
  }

  @Test
  void anEditedMessageThatIsSentAgainIsStillKnown() throws IOException {
    SqliteHistory history = openLobby();
    append(history, Drafts.text("a", "one"));
    append(history, Drafts.edit("b", 1, "two"));
    assertTrue(append(history, Drafts.text("a", "one")).isDuplicate());
    assertEquals(
        HistoryFault.ID_REUSED,
        Answer.<Appended>fault(reply -> history.append(LOBBY, Drafts.text("a", "two"), reply)));
  }

  @Test
  void aDeletionLeavesNothingOfTheText() throws IOException {
    SqliteHistory history = openLobby();
    append(history, Drafts.text("a", "secret one"));
    append(history, Drafts.edit("b", 1, "secret two"));
    append(history, Drafts.delete("c", 1));
    append(history, Drafts.edit("d", 1, "secret three"));
    List<Entry> entries = all(history);
    assertEquals(List.of("", "", "", ""), entries.stream().map(Entry::text).toList());
    assertEquals(
        List.of(State.DELETED, State.DELETED, State.ORIGINAL, State.DELETED),
        entries.stream().map(Entry::state).toList());
    assertEquals(List.of(), search(history, "secret"));
    assertTrue(append(history, Drafts.text("a", "secret one")).isDuplicate());
  }

  private static List<Long> search(History history, String words) {
    return Answer.<List<Search.Hit>>of(
            reply -> history.search(new Search(List.of(LOBBY), words, Long.MAX_VALUE, 100), reply))
        .stream()
        .map(hit -> hit.entry().seq())
        .toList();
  }

  @Test
  void searchFindsTheLatestTextOfMessages() throws IOException {
    SqliteHistory history = openLobby();
    append(history, Drafts.text("a", "粘包 one"));
    append(history, Drafts.text("b", "ONE 聊天室"));
    append(history, Drafts.edit("c", 1, "two"));
    assertEquals(List.of(2L), search(history, "one"));
    assertEquals(List.of(1L), search(history, "two"));
    assertEquals(List.of(2L), search(history, "天"));
    assertEquals(List.of(2L), search(history, "聊天 ｏｎｅ"));
    assertEquals(List.of(), search(history, "粘包"));
    assertEquals(List.of(), search(history, " ** \" "));
  }

  @Test
  void searchIsNewestFirstInTheRoomsThatAreAskedFor() throws IOException {
    SqliteHistory history = openLobby();
    append(history, Drafts.text("a", "word"));
    clock.advance(Duration.ofSeconds(1));
    append(history, Drafts.text("b", "word"));
    LogState _ = Answer.of(reply -> history.open("#other", reply));
    Appended _ = Answer.of(reply -> history.append("#other", Drafts.text("c", "word"), reply));
    assertEquals(List.of(2L, 1L), search(history, "word"));
    Search older = new Search(List.of(LOBBY), "word", clock.now().toEpochMilli(), 100);
    List<Search.Hit> found = Answer.of(reply -> history.search(older, reply));
    assertEquals(List.of(1L), found.stream().map(hit -> hit.entry().seq()).toList());
    Search one = new Search(List.of(LOBBY, "#other"), "word", Long.MAX_VALUE, 1);
    List<Search.Hit> newest = Answer.of(reply -> history.search(one, reply));
    assertEquals(List.of("#other"), newest.stream().map(Search.Hit::room).toList());
  }

  @Test
  void pagesAreCutAtTheirLimit() throws IOException {
    SqliteHistory history = openLobby();
    for (int i = 1; i <= 5; i++) {
      append(history, Drafts.text("id" + i, "text"));
    }
    Page after = Answer.of(reply -> history.after(LOBBY, 1, 3, reply));
    assertEquals(List.of(2L, 3L, 4L), seqs(after));
    assertTrue(after.hasMore());
    Page rest = Answer.of(reply -> history.after(LOBBY, 1, 4, reply));
    assertEquals(List.of(2L, 3L, 4L, 5L), seqs(rest));
    assertFalse(rest.hasMore());
    Page before = Answer.of(reply -> history.before(LOBBY, 4, 2, reply));
    assertEquals(List.of(2L, 3L), seqs(before));
    assertTrue(before.hasMore());
    Page end = Answer.of(reply -> history.before(LOBBY, Long.MAX_VALUE, 5, reply));
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L), seqs(end));
    assertFalse(end.hasMore());
    assertEquals(List.of(), Answer.<Page>of(reply -> history.after(LOBBY, 99, 1, reply)).entries());
  }

  @Test
  void aTimeHasAPlace() throws IOException {
    SqliteHistory history = openLobby();
    Instant first = append(history, Drafts.text("a", "one")).time();
    clock.advance(Duration.ofSeconds(10));
    append(history, Drafts.text("b", "two"));
    assertEquals(1, Answer.<Long>of(reply -> history.at(LOBBY, first, reply)));
    assertEquals(2, Answer.<Long>of(reply -> history.at(LOBBY, first.plusMillis(1), reply)));
    assertEquals(3, Answer.<Long>of(reply -> history.at(LOBBY, first.plusSeconds(11), reply)));
  }

  @Test
  void settingsAreKept() throws IOException {
    try (SqliteHistory history = open()) {
      assertEquals(Map.of(), history.settings());
      assertTrue(Answer.<Boolean>of(reply -> history.set("ban", "鲍勃", reply)));
      assertTrue(Answer.<Boolean>of(reply -> history.set("op", "ada", reply)));
      assertTrue(Answer.<Boolean>of(reply -> history.set("op", null, reply)));
      assertFalse(Answer.<Boolean>of(reply -> history.set("op", null, reply)));
    }
    assertEquals(Map.of("ban", "鲍勃"), open().settings());
  }

  @Test
  void repliesAboutARoomComeInTheOrderOfTheCalls() throws Exception {
    SqliteHistory history = openLobby();
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 300; i++) {
      String text = "text " + i;
      int limit = 10_000;
      history.append(LOBBY, Drafts.text("id" + i, text), new Noted<>(order, i + ""));
      expected.add(i + "");
      if (i % 3 == 0) {
        history.after(LOBBY, 0, limit, new NotedPage(order));
        expected.add("page to " + i);
      }
    }
    LogState _ = Answer.of(reply -> history.open(LOBBY, reply));
    assertEquals(expected, order);
  }

  private record Noted<T>(List<String> order, String name) implements History.Reply<T> {
    @Override
    public void done(T result) {
      order.add(name);
    }

    @Override
    public void failed(HistoryFault fault) {
      order.add(name + " " + fault);
    }
  }

  private record NotedPage(List<String> order) implements History.Reply<Page> {
    @Override
    public void done(Page page) {
      List<Long> expected = LongStream.rangeClosed(1, page.entries().size()).boxed().toList();
      order.add("page to " + page.entries().size() + (seqs(page).equals(expected) ? "" : "?"));
    }

    @Override
    public void failed(HistoryFault fault) {
      order.add("page " + fault);
    }
  }

  @Test
  void aReplyThatThrowsHarmsNobodyElse() throws IOException {
    SqliteHistory history = openLobby();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    List<Throwable> reported = Collections.synchronizedList(new ArrayList<>());
    Thread.setDefaultUncaughtExceptionHandler((_, e) -> reported.add(e));
    try {
      history.append(
          LOBBY,
          Drafts.text("a", "one"),
          new History.Reply<>() {
            @Override
            public void done(Appended result) {
              throw new IllegalStateException("a fault of the program");
            }

            @Override
            public void failed(HistoryFault fault) {}
          });
      assertEquals(2, append(history, Drafts.text("b", "two")).seq());
      assertEquals(1, reported.size());
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void afterCloseEverythingFails() throws IOException {
    SqliteHistory history = openLobby();
    Answer<Appended> under =
        Answer.sent(reply -> history.append(LOBBY, Drafts.text("a", "one"), reply));
    history.close();
    assertEquals(1, under.result().seq());
    assertEquals(
        HistoryFault.CLOSED,
        Answer.<Appended>fault(reply -> history.append(LOBBY, Drafts.text("b", "two"), reply)));
    history.close();
  }

  @Test
  void aRoomThatWasNotOpenedIsAMistakeOfTheProgram() throws IOException {
    SqliteHistory history = open();
    assertThrows(
        IllegalStateException.class,
        () -> history.append(LOBBY, Drafts.text("a", "one"), new Answer<>()));
  }

  @Test
  void moreThanTheMaximumThatWaitsIsRefused() throws Exception {
    SqliteHistory history =
        opened.keep(SqliteHistory.builder(folder).maxWaiting(2, 1_000_000).open());
    LogState _ = Answer.of(reply -> history.open(LOBBY, reply));
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch inReply = new CountDownLatch(1);
    history.open(
        LOBBY,
        new History.Reply<>() {
          @Override
          public void done(LogState result) {
            inReply.countDown();
            try {
              held.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }

          @Override
          public void failed(HistoryFault fault) {}
        });
    inReply.await();
    Answer<LogState> first = Answer.sent(reply -> history.open(LOBBY, reply));
    Answer<LogState> second = Answer.sent(reply -> history.open(LOBBY, reply));
    assertEquals(HistoryFault.BUSY, Answer.<LogState>fault(reply -> history.open(LOBBY, reply)));
    held.countDown();
    assertTrue(first.isDone());
    assertTrue(second.isDone());
  }

  /// Appends a text of so many Chinese characters.
  private static void appendLong(SqliteHistory history, String id, int length) {
    Appended _ =
        Answer.of(reply -> history.append(LOBBY, Drafts.text(id, "你".repeat(length)), reply));
  }

  private static List<Long> places(Page page) {
    return page.entries().stream().map(Entry::seq).toList();
  }

  @Test
  void aPageHasNoMoreThanTheMaximumOfCharacters() throws Exception {
    SqliteHistory history = open();
    LogState _ = Answer.of(reply -> history.open(LOBBY, reply));
    appendLong(history, "a", 1);
    appendLong(history, "b", Page.MAX_CHARACTERS - 1);
    appendLong(history, "c", 1);
    Page exact = Answer.of(reply -> history.after(LOBBY, 0, 100, reply));
    assertEquals(List.of(1L, 2L), places(exact));
    assertTrue(exact.hasMore());
    Page end = Answer.of(reply -> history.before(LOBBY, Long.MAX_VALUE, 100, reply));
    assertEquals(List.of(2L, 3L), places(end));
    assertTrue(end.hasMore());
    Page rest = Answer.of(reply -> history.after(LOBBY, 1, 100, reply));
    assertEquals(List.of(2L, 3L), places(rest));
    assertFalse(rest.hasMore());
  }

  @Test
  void anEntryThatIsLongerThanAPageIsAPageOfItsOwn() throws Exception {
    SqliteHistory history = open();
    LogState _ = Answer.of(reply -> history.open(LOBBY, reply));
    appendLong(history, "a", 1);
    appendLong(history, "b", Page.MAX_CHARACTERS + 1);
    appendLong(history, "c", 0);
    Page page = Answer.of(reply -> history.after(LOBBY, 1, 100, reply));
    assertEquals(List.of(2L), places(page));
    assertTrue(page.hasMore());
    Page before = Answer.of(reply -> history.before(LOBBY, 3, 100, reply));
    assertEquals(List.of(2L), places(before));
    assertTrue(before.hasMore());
  }
}
