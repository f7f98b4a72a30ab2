package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
  @TempDir Path directory;

  @Test
  void theStateDirectoryIsTheUsersChoiceIfItIsAbsolute() {
    assertEquals(Path.of("/s/parley/history"), place("/s"));
    assertEquals(Path.of("/home/me/.local/state/parley/history"), place("s"));
    assertEquals(Path.of("/home/me/.local/state/parley/history"), place(""));
    assertEquals(
        Path.of("/home/me/.local/state/parley/history"), HistoryFile.place(Map.of(), "/home/me"));
  }

  @Test
  void nobodyElseMayReadIt() throws IOException {
    Path file = directory.resolve("a/b/history");
    HistoryFile.prepare(file);
    assertEquals("rw-------", mode(file));
    assertEquals("rwx------", mode(file.getParent()));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    HistoryFile.prepare(file);
    assertEquals("rw-------", mode(file));
  }

  private static Path place(String state) {
    return HistoryFile.place(Map.of("XDG_STATE_HOME", state), "/home/me");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
