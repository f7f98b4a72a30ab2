package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.history.Appended;
import dev.parley.chat.history.Entry;
import dev.parley.chat.history.History.Reply;
import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.history.LogState;
import dev.parley.chat.history.Page;
import dev.parley.history.internal.store.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Copies of the files at any moment of writing, with a torn end, hold what was answered before.
///
/// The log is shorter than that at which it is moved into the file, so what is copied is the state
/// of one moment: the file does not change, the log only grows.
final class CrashImageTest {
  private static final String ROOM = "#lobby";
  private static final int MESSAGES = 1_500;
  private static final int IMAGES = 12;

  @TempDir Path parent;
  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();

  private record Image(Path folder, Map<String, Long> acknowledged) {}

  @Test
  void aCopyOfAnyMomentHasAllThatWasAnswered() throws Exception {
    Path folder = parent.resolve("data");
    List<Image> images = new ArrayList<>();
    try (SqliteHistory history = SqliteHistory.open(folder)) {
      LogState _ = Answer.of(reply -> history.open(ROOM, reply));
      Semaphore answered = new Semaphore(0);
      Random random = new Random(7);
      for (int i = 0; i < MESSAGES; i++) {
        append(history, "id" + i, answered);
        if (i % (MESSAGES / IMAGES) == 99) {
          answered.acquire(1 + random.nextInt(90));
          images.add(copy(folder, images.size(), random));
        }
      }
      LogState _ = Answer.of(reply -> history.open(ROOM, reply));
    }
    assertEquals(MESSAGES, acknowledged.size());
    for (Image image : images) {
      check(image);
    }
  }

  private void append(SqliteHistory history, String id, Semaphore answered) {
    history.append(
        ROOM,
        Drafts.text(id, "text of " + id),
        new Reply<>() {
          @Override
          public void done(Appended place) {
            acknowledged.put(id, place.seq());
            answered.release();
          }

          @Override
          public void failed(HistoryFault fault) {
            answered.release();
          }
        });
  }

  private Image copy(Path folder, int number, Random random) throws IOException {
    Map<String, Long> before = Map.copyOf(acknowledged);
    Path image = Files.createDirectory(parent.resolve("image" + number));
    Files.copy(DataFolder.database(folder), DataFolder.database(image));
    Path log = image.resolve("history.db-wal");
    Files.copy(folder.resolve("history.db-wal"), log);
    if (number % 3 == 1) {
      byte[] garbage = new byte[random.nextInt(9_000)];
      random.nextBytes(garbage);
      Files.write(log, garbage, StandardOpenOption.APPEND);
    }
    return new Image(image, before);
  }

  private static void check(Image image) throws IOException {
    try (SqliteHistory history = SqliteHistory.open(image.folder())) {
      LogState _ = Answer.of(reply -> history.open(ROOM, reply));
      List<Entry> entries =
          Answer.<Page>of(reply -> history.after(ROOM, 0, MESSAGES, reply)).entries();
      Map<String, Long> found = new ConcurrentHashMap<>();
      for (int i = 0; i < entries.size(); i++) {
        assertEquals(i + 1, entries.get(i).seq());
        found.put(entries.get(i).id(), entries.get(i).seq());
      }
      assertEquals(entries.size(), found.size());
      image.acknowledged().forEach((id, seq) -> assertEquals(seq, found.get(id), id));
      assertTrue(
          Answer.<Appended>of(reply -> history.append(ROOM, Drafts.text("new", "x"), reply)).seq()
              == entries.size() + 1);
    }
  }
}
