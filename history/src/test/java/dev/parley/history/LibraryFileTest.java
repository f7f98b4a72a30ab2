package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.Opened;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// SQLite's library lies beside the messages, not among temporary files.
final class LibraryFileTest {
  @TempDir Path parent;
  @AutoClose private final Opened opened = new Opened();

  private List<String> run(Path temporary) throws Exception {
    List<String> options = List.of("-Djava.io.tmpdir=" + temporary);
    try (Program program =
        Program.start(
            AppendingProgram.class, Map.of(), options, parent.resolve("data").toString())) {
      String ready = program.line();
      return ready.equals("ready")
          ? List.of(ready, program.ask("an-id"))
          : Stream.concat(Stream.of(ready), program.rest().stream()).toList();
    }
  }

  private static List<Path> files(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void nothingIsLeftAmongTemporaryFilesAfterAKill() throws Exception {
    Path temporary = Files.createDirectory(parent.resolve("tmp"));
    assertEquals(List.of("ready", "an-id 1"), run(temporary));
    assertEquals(List.of(), files(temporary));
    List<Path> library = files(parent.resolve("data/native"));
    assertEquals(1, library.size());
    Object modified = Files.getLastModifiedTime(library.getFirst());
    assertEquals(List.of("ready", "an-id 1"), run(temporary));
    assertEquals(modified, Files.getLastModifiedTime(library.getFirst()));
  }

  private List<String> read(Path place, Path temporary) throws Exception {
    List<String> options = List.of("-Djava.io.tmpdir=" + temporary);
    try (Program program =
        Program.start(ReadingProgram.class, Map.of(), options, place.toString())) {
      return program.rest();
    }
  }

  @Test
  void readingABackupLeavesNothing() throws Exception {
    Path temporary = Files.createDirectory(parent.resolve("tmp"));
    assertEquals(List.of("ready", "an-id 1"), run(temporary));
    Path backup = Files.createDirectory(parent.resolve("shelf")).resolve("backup.db");
    HistoryFiles.backup(parent.resolve("data"), backup);
    assertEquals(List.of("#lobby 1"), read(backup, temporary));
    assertEquals(List.of(backup), files(parent.resolve("shelf")));
    assertEquals(List.of(), files(temporary));
  }

  @Test
  void aFolderOnADiskThatCannotBeWrittenIsRead() throws Exception {
    Path temporary = Files.createDirectory(parent.resolve("tmp"));
    Path data = Files.createDirectory(parent.resolve("data"));
    SmallDisk disk = opened.keep(SmallDisk.at(data, 20_000));
    assertEquals(List.of("ready", "an-id 1"), run(temporary));
    List<String> said = read(data, temporary); // which leaves the log empty, but lets it lie there
    SqliteHistory.open(data).close(); // a server that ends removes it
    disk.forbidWriting();
    assertEquals(List.of("#lobby 1"), said);
    assertEquals(said, read(data, temporary));
    assertEquals(List.of(), files(temporary));
  }

  /// Returns the library that a first start has left.
  private Path unpacked(Path temporary) throws Exception {
    run(temporary);
    return files(parent.resolve("data/native")).getFirst();
  }

  @Test
  void aLibraryThatWasCutOffIsReplaced() throws Exception {
    Path temporary = Files.createDirectory(parent.resolve("tmp"));
    Path library = unpacked(temporary);
    long length = Files.size(library);
    Files.write(library, new byte[100]);
    assertEquals(List.of("ready", "an-id 1"), run(temporary));
    assertEquals(length, Files.size(library));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "data/native"})
  void nothingIsLoadedFromWhereOthersCouldSwapIt(String open) throws Exception {
    Path temporary = Files.createDirectory(parent.resolve("tmp"));
    Path library = unpacked(temporary);
    Files.writeString(library, "no library");
    Files.setAttribute(parent.resolve(open), "unix:mode", 0777);
    assertEquals(List.of("ready", "an-id 1"), run(temporary));
    assertEquals(List.of("#lobby 1"), read(parent.resolve("data"), temporary));
    assertEquals("no library".length(), Files.size(library));
    assertEquals(List.of(library), files(library.getParent()));
    assertEquals(List.of(), files(temporary));
  }

  @Test
  void noLibraryIsUnpackedWhereOthersCouldSwapIt() throws Exception {
    Path temporary = Files.createDirectory(parent.resolve("tmp"));
    Files.setAttribute(parent, "unix:mode", 0777);
    assertEquals(List.of("ready", "an-id 1"), run(temporary));
    assertFalse(Files.exists(parent.resolve("data/native")));
    assertEquals(List.of(), files(temporary));
  }

  @Test
  void aLibraryThatCanBeLoadedFromNoSafePlaceIsAProblem() throws Exception {
    Path temporary = Files.createDirectory(parent.resolve("tmp"));
    opened.keep(SmallDisk.at(temporary, 5_000)).forbidPrograms();
    Files.setAttribute(parent, "unix:mode", 0777);
    String said = String.join("\n", run(temporary));
    String problem = "the native library of SQLite cannot be loaded from " + temporary;
    assertTrue(said.contains(problem), said);
    assertEquals(List.of(), files(temporary));
  }

  @Test
  void aLibraryThatOthersMayWriteToIsReplaced() throws Exception {
    Path temporary = Files.createDirectory(parent.resolve("tmp"));
    Path library = unpacked(temporary);
    Object old = Files.getAttribute(library, "unix:ino");
    Files.setAttribute(library, "unix:mode", 0602);
    assertEquals(List.of("ready", "an-id 1"), run(temporary));
    assertNotEquals(old, Files.getAttribute(library, "unix:ino"));
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(library)));
  }

  @Test
  void temporaryFilesMayNotBeExecutable() throws Exception {
    Path temporary = Files.createDirectory(parent.resolve("tmp"));
    SmallDisk disk = opened.keep(SmallDisk.at(temporary, 5_000));
    disk.forbidPrograms();
    assertEquals(List.of("ready", "an-id 1"), run(temporary));
    assertTrue(files(temporary).isEmpty());
  }
}
