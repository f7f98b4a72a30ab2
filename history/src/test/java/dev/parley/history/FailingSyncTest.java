package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.chat.history.Entry;
import dev.parley.chat.history.Page;
import dev.parley.testing.Opened;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk whose syncs fail: nobody is told that a message is kept, and it heals by itself. Needs a
/// C compiler.
final class FailingSyncTest {
  @TempDir Path parent;
  @AutoClose private final Opened opened = new Opened();

  @Test
  void aMessageThatWasNotSyncedIsNotAcknowledged() throws Exception {
    Path library = compiled();
    Path broken = parent.resolve("broken");
    Path folder = parent.resolve("data");
    Map<String, String> environment =
        Map.of("LD_PRELOAD", library.toString(), "FAILING_SYNC", broken.toString());
    Program program =
        opened.keep(
            Program.start(AppendingProgram.class, environment, List.of(), folder.toString()));
    assertEquals("ready", program.line());
    assertEquals("a 1", program.ask("a"));
    Files.createFile(broken);
    assertEquals("b FAILED", program.ask("b"));
    assertEquals("c FAILED", program.ask("c"));
    Files.delete(broken);
    assertEquals("d 2", program.ask("d"));
    assertEquals("b 3", program.ask("b"));
    Files.createFile(broken);
    assertEquals("e FAILED", program.ask("e"));
    List<String> _ = program.kill();

    try (SqliteHistory history = SqliteHistory.open(folder)) {
      List<Entry> entries =
          Answer.<Page>of(reply -> history.after(AppendingProgram.ROOM, 0, 10, reply)).entries();
      assertEquals(List.of("a", "d", "b"), entries.stream().limit(3).map(Entry::id).toList());
    }
  }

  private Path compiled() throws IOException, InterruptedException {
    Path library = parent.resolve("failing_sync.so");
    Process compiler;
    try {
      compiler =
          new ProcessBuilder(
                  "cc", "-shared", "-fPIC", "-o", library.toString(), "src/test/c/failing_sync.c")
              .redirectErrorStream(true)
              .redirectOutput(parent.resolve("cc.txt").toFile())
              .start();
    } catch (IOException _) {
      Assumptions.abort("there is no C compiler");
      return library;
    }
    boolean hasEnded = compiler.waitFor(60, TimeUnit.SECONDS);
    assertEquals(
        0, hasEnded ? compiler.exitValue() : -1, Files.readString(parent.resolve("cc.txt")));
    return library;
  }
}
