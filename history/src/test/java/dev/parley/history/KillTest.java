package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.chat.history.Entry;
import dev.parley.chat.history.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` under load: everything that was answered is there once, at the place that was told.
final class KillTest {
  private static final int PAGE = 1_000;

  @TempDir Path folder;
  private final Map<String, Long> acknowledged = new HashMap<>();

  @Test
  void nothingThatWasAnsweredIsLost() throws Exception {
    killAndCheck(3, new Random(1));
  }

  @Test
  @Tag("siege")
  @Timeout(1_800)
  void nothingThatWasAnsweredIsLostInManyRounds() throws Exception {
    killAndCheck(40, new Random(2));
  }

  private void killAndCheck(int rounds, Random random) throws Exception {
    for (int round = 0; round < rounds; round++) {
      try (Program program =
          Program.start(
              AppendingProgram.class, Map.of(), List.of(), folder.toString(), "r" + round + "-")) {
        assertEquals("ready", program.line());
        for (int lines = 200 + random.nextInt(4_000); lines > 0; lines--) {
          note(program.line());
        }
        List<String> rest = program.kill();
        // The last line may be torn.
        rest.subList(0, Math.max(0, rest.size() - 1)).forEach(this::note);
      }
      check();
    }
  }

  private void note(String line) {
    String[] parts = line.split(" ", 2);
    assertEquals(null, acknowledged.put(parts[0], Long.valueOf(parts[1])), line);
  }

  private void check() throws IOException {
    Map<String, Long> found = new HashMap<>();
    try (SqliteHistory history = SqliteHistory.open(folder)) {
      long last = history.rooms().getFirst().last();
      for (long seq = 0; seq < last; seq += PAGE) {
        long after = seq;
        Page page = Answer.of(reply -> history.after(AppendingProgram.ROOM, after, PAGE, reply));
        long expected = seq;
        for (Entry entry : page.entries()) {
          assertEquals(++expected, entry.seq());
          assertEquals(null, found.put(entry.id(), entry.seq()));
        }
      }
      assertEquals(last, found.size());
    }
    acknowledged.forEach((id, seq) -> assertEquals(seq, found.get(id), id));
  }
}
