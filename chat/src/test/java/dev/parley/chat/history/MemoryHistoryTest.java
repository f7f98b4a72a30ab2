package dev.parley.chat.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.history.Entry.Kind;
import dev.parley.chat.history.Entry.State;
import dev.parley.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What logs in memory promise.
class MemoryHistoryTest {
  private static final String ROOM = "#lobby";

  private final ManualClock clock = new ManualClock();
  private final MemoryHistory history = new MemoryHistory(8, clock);

  /// What a call has replied: a result, or a fault.
  private static final class Answer<T> implements History.Reply<T> {
    private T result;
    private HistoryFault fault;

    @Override
    public void done(T value) {
      result = value;
    }

    @Override
    public void failed(HistoryFault why) {
      fault = why;
    }
  }

  private static <T> Answer<T> call(Consumer<History.Reply<T>> call) {
    Answer<T> answer = new Answer<>();
    call.accept(answer);
    return answer;
  }

  private Answer<Appended> append(Kind kind, String id, String text, long target) {
    return call(
        reply -> history.append(ROOM, new Draft(kind, "Ada", "g:1", id, text, target), reply));
  }

  private Answer<Appended> say(String id, String text) {
    return append(Kind.TEXT, id, text, 0);
  }

  private void open() {
    var _ = MemoryHistoryTest.<LogState>call(reply -> history.open(ROOM, reply));
  }

  private List<Long> after(long seq, int limit) {
    return MemoryHistoryTest.<Page>call(reply -> history.after(ROOM, seq, limit, reply))
        .result
        .entries()
        .stream()
        .map(Entry::seq)
        .toList();
  }

  private Page before(long seq, int limit) {
    return MemoryHistoryTest.<Page>call(reply -> history.before(ROOM, seq, limit, reply)).result;
  }

  @Test
  void placesAreGivenFromOneOnAndTheSameDraftHasItsPlaceAgain() {
    open();
    assertEquals(1, say("a", "你好").result.seq());
    assertEquals(2, say("b", "").result.seq());
    Appended again = say("a", "你好").result;
    assertEquals(1, again.seq());
    assertTrue(again.isDuplicate());
    assertEquals(HistoryFault.ID_REUSED, say("a", "other").fault);
    assertEquals(HistoryFault.ID_REUSED, append(Kind.ACTION, "a", "你好", 0).fault);
  }

  @Test
  void pagesHaveNoHolesAndSayWhetherThereIsMore() {
    open();
    for (int i = 1; i <= 5; i++) {
      var _ = say("m" + i, "text");
    }
    assertEquals(List.of(1L, 2L), after(0, 2));
    assertEquals(List.of(4L, 5L), after(3, 2));
    assertEquals(List.of(), after(5, 2));
    assertTrue(before(Long.MAX_VALUE, 4).hasMore());
    assertFalse(before(Long.MAX_VALUE, 5).hasMore());
    assertEquals(2, before(3, 9).entries().size());
    assertEquals(List.of(), before(1, 9).entries());
  }

  @Test
  void anEditChangesItsMessageAndADeletionBlanksItAndItsEdits() {
    open();
    var _ = say("a", "teh");
    var _ = append(Kind.EDIT, "b", "the", 1);
    assertEquals("the", before(2, 1).entries().getFirst().text());
    assertEquals(State.EDITED, before(2, 1).entries().getFirst().state());
    var _ = append(Kind.DELETE, "c", "", 1);
    List<Entry> all = before(Long.MAX_VALUE, 9).entries();
    assertEquals(List.of("", "", ""), all.stream().map(Entry::text).toList());
    assertEquals(
        List.of(State.DELETED, State.DELETED, State.ORIGINAL),
        all.stream().map(Entry::state).toList());
    assertTrue(say("a", "teh").result.isDuplicate());
  }

  @Test
  void theOldestAreForgottenAndSoAreTheirIds() {
    open();
    for (int i = 1; i <= 10; i++) {
      var _ = say("m" + i, "text");
    }
    LogState state = history.rooms().getFirst();
    assertEquals(10, state.last());
    assertTrue(state.first() >= 2 && state.first() <= 3, state.toString());
    assertEquals(state.first(), after(0, 1).getFirst());
    assertEquals(11, say("m1", "text").result.seq());
    var _ = append(Kind.EDIT, "e", "late", 1); // of what is forgotten
  }

  @Test
  void wordsAreFoundInAnyCaseAndWidthNewestFirstAndNotWhereTheyAreDeleted() {
    open();
    var _ = say("a", "Hello 世界");
    clock.advance(Duration.ofSeconds(1));
    var _ = say("b", "ｈｅｌｌｏ again");
    var _ = say("c", "hello deleted");
    var _ = append(Kind.DELETE, "d", "", 3);
    assertEquals(List.of(2L, 1L), found("HELLO", Long.MAX_VALUE, 9));
    assertEquals(List.of(1L), found("界 hello", Long.MAX_VALUE, 9));
    assertEquals(List.of(2L), found("hello", Long.MAX_VALUE, 1));
    assertEquals(List.of(1L), found("hello", clock.now().toEpochMilli(), 9));
    assertEquals(List.of(), found(" ", Long.MAX_VALUE, 9));
  }

  private List<Long> found(String words, long before, int limit) {
    return MemoryHistoryTest.<List<Search.Hit>>call(
            reply -> history.search(new Search(List.of(ROOM, "#no"), words, before, limit), reply))
        .result
        .stream()
        .map(hit -> hit.entry().seq())
        .toList();
  }

  @Test
  void aTimeIsFound() {
    open();
    Instant begin = clock.now();
    var _ = say("a", "one");
    clock.advance(Duration.ofMinutes(1));
    var _ = say("b", "two");
    assertEquals(1, at(begin));
    assertEquals(2, at(begin.plusSeconds(1)));
    assertEquals(3, at(begin.plusSeconds(61)));
  }

  private long at(Instant time) {
    return MemoryHistoryTest.<Long>call(reply -> history.at(ROOM, time, reply)).result;
  }

  @Test
  void whereNothingIsKeptThereAreOnlyPlaces() {
    MemoryHistory none = MemoryHistory.none(clock);
    var _ = MemoryHistoryTest.<LogState>call(reply -> none.open(ROOM, reply));
    Draft draft = new Draft(Kind.TEXT, "Ada", "g:1", "a", "text", 0);
    assertEquals(
        1, MemoryHistoryTest.<Appended>call(r -> none.append(ROOM, draft, r)).result.seq());
    assertTrue(
        MemoryHistoryTest.<Appended>call(r -> none.append(ROOM, draft, r)).result.isDuplicate());
    assertEquals(
        HistoryFault.NOT_KEPT, MemoryHistoryTest.<Page>call(r -> none.after(ROOM, 0, 9, r)).fault);
  }

  @Test
  void anotherLogHasAnotherEpochAndAClosedOneFails() {
    open();
    String epoch = history.rooms().getFirst().epoch();
    MemoryHistory other = new MemoryHistory(8, clock);
    var _ = MemoryHistoryTest.<LogState>call(reply -> other.open(ROOM, reply));
    assertNotEquals(epoch, other.rooms().getFirst().epoch());
    history.close();
    assertEquals(HistoryFault.CLOSED, say("a", "late").fault);
  }

  @Test
  void aPageHasNoMoreThanTheMaximumOfCharacters() {
    open();
    var _ = say("a", "你");
    var _ = say("b", "你".repeat(Page.MAX_CHARACTERS - 1));
    var _ = say("c", "你");
    var _ = say("d", "你".repeat(Page.MAX_CHARACTERS + 1));
    assertEquals(List.of(1L, 2L), after(0, 100));
    assertEquals(List.of(3L), after(2, 100));
    assertEquals(List.of(4L), after(3, 100));
    assertEquals(2, before(4, 100).entries().size());
    assertTrue(before(4, 100).hasMore());
    assertEquals(1, before(5, 100).entries().size());
    assertEquals(2, before(3, 100).entries().size());
  }
}
