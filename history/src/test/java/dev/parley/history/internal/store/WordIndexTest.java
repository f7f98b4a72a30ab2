package dev.parley.history.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.chat.history.Appended;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.Entry.Kind;
import dev.parley.chat.history.Search;
import dev.parley.limit.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A search finds the same, whatever part of the messages the index has.
final class WordIndexTest {
  private static final List<String> TEXTS =
      List.of("粘包 hello", "聊天室 room", "Hello, ROOM", "", "!!!", "hell 聊天");

  private static final List<String> WORDS = List.of("hello", "聊", "聊天室", "room hello", "hell");

  @TempDir Path folder;
  private DataFolder taken;
  private Store store;
  private RoomLog lobby;
  private RoomLog other;
  private int drafts;

  @BeforeEach
  void open() throws IOException, SQLException {
    taken = DataFolder.take(folder);
    store = StoreFile.open(taken);
    Map<String, RoomLog> rooms = store.rooms();
    lobby = rooms.containsKey("#lobby") ? rooms.get("#lobby") : store.open("#lobby", "epoch");
    other = rooms.containsKey("#other") ? rooms.get("#other") : store.open("#other", "epoch");
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    taken.close();
  }

  private long say(RoomLog log, String text) throws SQLException {
    return append(log, new Draft(Kind.TEXT, "ada", "p:ada", "id" + drafts++, text, 0));
  }

  private void change(RoomLog log, Kind kind, long target, String text) throws SQLException {
    long _ = append(log, new Draft(kind, "ada", "p:ada", "id" + drafts++, text, target));
  }

  private long append(RoomLog log, Draft draft) throws SQLException {
    store.database().begin();
    Optional<Appended> place = store.append(log, draft, Instant.EPOCH);
    store.keepPlaces(log);
    store.database().commit();
    log.committed();
    return place.orElseThrow().seq();
  }

  private void drop(RoomLog log, long end) throws SQLException {
    store.database().begin();
    store.dropBefore(log, end);
    store.keepPlaces(log);
    store.database().commit();
    log.committed();
  }

  private void index() throws SQLException {
    store.database().begin();
    store.index();
    store.database().commit();
  }

  /// Returns the places of what is found, and the rooms.
  private List<String> found(String words, int limit, RoomLog... logs) throws SQLException {
    List<String> rooms = new ArrayList<>();
    for (RoomLog log : logs) {
      rooms.add(log.state().room());
    }
    try (SearchIndex search =
        new SearchIndex(Database.reader(taken.database()), Clock.system(), Duration.ofMinutes(1))) {
      return search.find(new Search(rooms, words, Long.MAX_VALUE, limit)).stream()
          .map(hit -> hit.room() + hit.entry().seq())
          .toList();
    }
  }

  @Test
  void aMessageIsFoundBeforeTheIndexHasIt() throws SQLException {
    long _ = say(lobby, "hello 聊天室");
    assertEquals(1, store.unindexed());
    assertEquals(List.of("#lobby1"), found("天室 HELLO", 10, lobby));
    assertEquals(List.of(), found("hell", 10, lobby));
    assertEquals(List.of(), found("hello", 10, other));
    index();
    assertEquals(0, store.unindexed());
    assertEquals(List.of("#lobby1"), found("天室 HELLO", 10, lobby));
  }

  @Test
  void theNewestComeFirstAcrossTheEndOfTheIndex() throws SQLException {
    for (int i = 0; i < 6; i++) {
      long _ = say(lobby, "hello");
      if (i == 2) {
        index();
      }
    }
    List<String> all = List.of("#lobby6", "#lobby5", "#lobby4", "#lobby3", "#lobby2", "#lobby1");
    for (int limit = 1; limit <= 7; limit++) {
      assertEquals(all.subList(0, Math.min(limit, 6)), found("hello", limit, lobby, other));
    }
  }

  @Test
  void whatIsLeftBehindByACrashIsFoundAndTakenLater() throws Exception {
    long _ = say(lobby, "hello one");
    index();
    long _ = say(lobby, "hello two");
    close();
    open();
    assertEquals(1, store.unindexed());
    assertEquals(List.of("#lobby2", "#lobby1"), found("hello", 10, lobby));
    index();
    assertEquals(List.of("#lobby2", "#lobby1"), found("hello", 10, lobby));
  }

  @Test
  void messagesWithoutWordsMoveTheEndOfTheIndexToo() throws Exception {
    long _ = say(lobby, "hello");
    long last = say(lobby, "!!!");
    change(lobby, Kind.EDIT, last, "???");
    index();
    close();
    open();
    assertEquals(0, store.unindexed());
  }

  @Test
  void anEditOrADeletionAtTheEndOfTheIndexMovesItNowhere() throws Exception {
    long edited = say(lobby, "hello");
    index();
    change(lobby, Kind.EDIT, edited, "!!!");
    long deleted = say(lobby, "hello");
    index();
    change(lobby, Kind.DELETE, deleted, "");
    assertEquals(List.of(), found("hello", 10, lobby));
    assertEquals(1, store.unindexed());
    close();
    open();
    assertEquals(1, store.unindexed());
  }

  @Test
  void whatWasRolledBackIsInNoIndex() throws SQLException {
    long _ = say(lobby, "hello");
    store.database().begin();
    store.index();
    store.rollBack();
    assertEquals(1, store.unindexed());
    index();
    long _ = say(lobby, "hello");
    assertEquals(List.of("#lobby2", "#lobby1"), found("hello", 10, lobby));
    index();
    assertEquals(List.of("#lobby2", "#lobby1"), found("hello", 10, lobby));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void searchesFindWhatIsThereWhereverTheIndexEnds(long seed) throws Exception {
    Random random = new Random(seed);
    Map<Long, String> lobbyTexts = new HashMap<>();
    Map<Long, String> otherTexts = new HashMap<>();
    for (int i = 0; i < 250; i++) {
      boolean isLobby = random.nextBoolean();
      RoomLog log = isLobby ? lobby : other;
      Map<Long, String> texts = isLobby ? lobbyTexts : otherTexts;
      String text = TEXTS.get(random.nextInt(TEXTS.size()));
      long target = 1 + random.nextLong(log.last() + 1);
      switch (random.nextInt(10)) {
        case 0 -> {
          change(log, Kind.EDIT, target, text);
          texts.computeIfPresent(target, (_, _) -> text);
        }
        case 1 -> {
          change(log, Kind.DELETE, target, "");
          texts.remove(target);
        }
        case 2 -> index();
        case 3 -> {
          if (random.nextInt(4) == 0) {
            drop(log, Math.max(target, log.first()));
            texts.keySet().removeIf(seq -> seq < log.first());
          }
        }
        case 4 -> {
          if (random.nextInt(4) == 0) {
            close();
            open();
          }
        }
        default -> texts.put(say(log, text), text);
      }
      String words = WORDS.get(random.nextInt(WORDS.size()));
      RoomLog searched = isLobby ? lobby : other; // opened again meanwhile, perhaps
      assertEquals(
          expected(words, texts, searched), found(words, 1_000, searched), () -> "" + seed);
    }
  }

  private static List<String> expected(String words, Map<Long, String> texts, RoomLog log) {
    List<Long> seqs = new ArrayList<>(texts.keySet());
    seqs.sort(Collections.reverseOrder());
    return seqs.stream()
        .filter(seq -> isIn(words, texts.get(seq)))
        .map(seq -> log.state().room() + seq)
        .toList();
  }

  /// What stands in each text, by eye.
  private static boolean isIn(String words, String text) {
    return switch (words) {
      case "hello" -> text.equals("粘包 hello") || text.equals("Hello, ROOM");
      case "聊" -> text.equals("聊天室 room") || text.equals("hell 聊天");
      case "聊天室" -> text.equals("聊天室 room");
      case "room hello" -> text.equals("Hello, ROOM");
      case "hell" -> text.equals("hell 聊天");
      default -> throw new IllegalArgumentException(words);
    };
  }
}
