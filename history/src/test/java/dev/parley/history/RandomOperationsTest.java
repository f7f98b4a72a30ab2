package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.chat.history.Appended;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.Entry;
import dev.parley.chat.history.Entry.Kind;
import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.history.LogState;
import dev.parley.chat.history.Page;
import dev.parley.chat.history.Search;
import dev.parley.testing.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random calls, many of them under way at once, with restarts in between, have the results of
/// [ModelLog]. A failure names its seed.
final class RandomOperationsTest {
  private static final List<String> ROOMS = List.of("#lobby", "#聊天室", "@p:ada p:bob");
  private static final List<String> WORDS = List.of("粘包", "聊天室", "hello", "room", "服");

  private static final List<Kind> KINDS = List.of(Kind.values());

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void resultsAreThoseOfTheModel(long seed) throws IOException {
    new Run(seed).of(400);
  }

  @ParameterizedTest
  @Tag("siege")
  @Timeout(600)
  @ValueSource(longs = {11, 12, 13, 14})
  void resultsAreThoseOfTheModelForLong(long seed) throws IOException {
    new Run(seed).of(20_000);
  }

  private final class Run {
    private final long seed;
    private final Random random;
    private final ManualClock clock = new ManualClock();
    private final Map<String, ModelLog> models = new HashMap<>();
    private final List<Runnable> checks = new ArrayList<>();
    private SqliteHistory history;

    /// True after a close, which leaves undone what has not begun to read.
    private boolean isClosed;

    Run(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
    }

    void of(int operations) throws IOException {
      history = open();
      try {
        for (int i = 0; i < operations; i++) {
          step();
          if (random.nextInt(20) == 0) {
            check();
            clock.advance(Duration.ofMillis(random.nextInt(5_000)));
          }
          if (random.nextInt(150) == 0) {
            history.close();
            isClosed = true;
            check();
            history = open();
            isClosed = false;
          }
        }
        check();
      } finally {
        history.close();
      }
    }

    private SqliteHistory open() throws IOException {
      SqliteHistory opened = SqliteHistory.builder(folder).clock(clock).open();
      for (String room : ROOMS) {
        LogState state = Answer.of(reply -> opened.open(room, reply));
        models.computeIfAbsent(room, _ -> new ModelLog());
        assertEquals(models.get(room).last(), state.last(), this::toString);
      }
      return opened;
    }

    /// Waits for what is under way and compares.
    private void check() {
      checks.forEach(Runnable::run);
      checks.clear();
    }

    private void step() {
      String room = ROOMS.get(random.nextInt(ROOMS.size()));
      ModelLog model = models.get(room);
      switch (random.nextInt(12)) {
        case 0 -> {
          long seq = random.nextLong(model.last() + 2);
          int limit = 1 + random.nextInt(20);
          same(
              model.after(seq, limit),
              Answer.<Page>sent(reply -> history.after(room, seq, limit, reply)));
        }
        case 1 -> {
          long seq = random.nextBoolean() ? Long.MAX_VALUE : random.nextLong(model.last() + 2);
          int limit = 1 + random.nextInt(20);
          same(
              model.before(seq, limit),
              Answer.<Page>sent(reply -> history.before(room, seq, limit, reply)));
        }
        case 2 -> {
          Instant time = clock.now().minusMillis(random.nextInt(60_000));
          same(model.at(time), Answer.<Long>sent(reply -> history.at(room, time, reply)));
        }
        case 3 -> search(room, model);
        default -> append(room, model, draft(model));
      }
    }

    /// Searches see what is on the disk, so everything else is awaited first.
    private void search(String room, ModelLog model) {
      check();
      String word = WORDS.get(random.nextInt(WORDS.size()));
      Search search = new Search(List.of(room), word, Long.MAX_VALUE, 10_000);
      List<Search.Hit> hits = Answer.of(reply -> history.search(search, reply));
      List<Long> found = hits.stream().map(hit -> hit.entry().seq()).toList();
      assertEquals(model.search(word), found, this::toString);
    }

    private Draft draft(ModelLog model) {
      String author = random.nextBoolean() ? "p:ada" : "g:1";
      String id = "id" + random.nextInt(300);
      Kind kind = KINDS.get(random.nextInt(KINDS.size()));
      boolean isChange = kind == Kind.EDIT || kind == Kind.DELETE;
      long target = isChange ? random.nextLong(model.last() + 2) : 0;
      String text = kind == Kind.DELETE ? "" : text();
      return new Draft(kind, "name " + random.nextInt(3), author, id, text, target);
    }

    private String text() {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(4); i > 0; i--) {
        text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
      }
      return text.toString();
    }

    private void append(String room, ModelLog model, Draft draft) {
      Optional<Appended> expected = model.append(draft, clock.now());
      Answer<Appended> answer = Answer.sent(reply -> history.append(room, draft, reply));
      checks.add(() -> {
        if (expected.isPresent()) {
          assertEquals(expected.get(), answer.result(), this::toString);
        } else {
          assertEquals(HistoryFault.ID_REUSED, answer.fault(), this::toString);
        }
      });
    }

    private <T> void same(T expected, Answer<T> answer) {
      checks.add(() -> {
        if (isClosed && !answer.isDone()) {
          assertEquals(HistoryFault.CLOSED, answer.fault(), this::toString);
        } else {
          assertEquals(seen(expected), seen(answer.result()), this::toString);
        }
      });
    }

    /// A page is compared by what no later change can have changed: the reader may see entries that
    /// were edited since.
    private static Object seen(Object result) {
      return result instanceof Page page
          ? page.entries().stream().map(Entry::seq).toList() + " " + page.hasMore()
          : result;
    }

    @Override
    public String toString() {
      return "seed " + seed;
    }
  }
}
