package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.chat.history.Appended;
import dev.parley.chat.history.LogState;
import dev.parley.history.internal.store.DataFolder;
import dev.parley.history.problem.HistoryProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemIOException;
import dev.parley.testing.Opened;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is refused at a start, with which problem, and that nothing is changed.
final class OpeningTest {
  private static final String ROOM = "#lobby";
  private static final int STRANGER = 4711;

  @TempDir Path parent;
  @AutoClose private final Opened opened = new Opened();

  private Path folder() {
    return parent.resolve("data ?#%41 聊天");
  }

  private void write() throws IOException {
    try (SqliteHistory history = SqliteHistory.open(folder())) {
      LogState _ = Answer.of(reply -> history.open(ROOM, reply));
      for (int i = 0; i < 500; i++) {
        String id = "id" + i;
        Appended _ =
            Answer.of(reply -> history.append(ROOM, Drafts.text(id, "text ".repeat(40)), reply));
      }
    }
  }

  private ProblemIOException refusal() {
    return assertThrows(ProblemIOException.class, () -> SqliteHistory.open(folder()));
  }

  private static void sql(Path file, String sql) throws SQLException {
    String url = "jdbc:sqlite:file:" + file.toUri().getRawPath();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void onlyTheOwnerCanReadWhatIsKept() throws IOException {
    SqliteHistory history = opened.keep(SqliteHistory.open(folder()));
    LogState _ = Answer.of(reply -> history.open(ROOM, reply));
    assertEquals("rwx------", permissions(folder()));
    try (Stream<Path> files = Files.list(folder())) {
      List<Path> found = files.toList();
      assertTrue(found.size() >= 4, found::toString);
      for (Path file : found) {
        assertEquals(
            Files.isDirectory(file) ? "rwx------" : "rw-------", permissions(file), file::toString);
      }
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private void folderWith(int mode, int user) throws IOException {
    Files.createDirectory(folder());
    Files.setAttribute(folder(), "unix:mode", mode);
    boolean isSure = user == uid() && (mode & 0020) == 0;
    assumeTrue(isSure || uid() == 0, "not as root; the group may be this user's alone");
    Files.setAttribute(folder(), "unix:uid", user);
  }

  private int uid() throws IOException {
    return (int) Files.getAttribute(parent, "unix:uid");
  }

  @ParameterizedTest
  @ValueSource(ints = {0700, 0755})
  void aFolderThatOnlyItsOwnerMayWriteToIsTaken(int mode) throws IOException {
    folderWith(mode, uid());
    SqliteHistory.open(folder()).close();
    assertEquals(mode, (int) Files.getAttribute(folder(), "unix:mode") & 07777, "left as it was");
  }

  @ParameterizedTest
  @ValueSource(ints = {0720, 0775, 0702, 0757, 0777, 01777})
  void aFolderThatOthersMayWriteToIsRefused(int mode) throws IOException {
    folderWith(mode, uid());
    assertOpenToOthers();
  }

  private void assertOpenToOthers() throws IOException {
    Problem refusal = refusal().problem();
    assertEquals(HistoryProblem.OTHERS_MAY_WRITE, refusal.code());
    assertTrue(refusal.toString().endsWith("; chmod go-w " + folder()), refusal::toString);
    try (Stream<Path> files = Files.list(folder())) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void anAdministratorServesTheFolderOfAnotherUser() throws IOException {
    folderWith(0755, STRANGER);
    SqliteHistory.open(folder()).close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0775, 0757})
  void aFolderOfAnotherUserThatOthersMayWriteToIsRefused(int mode) throws IOException {
    folderWith(mode, STRANGER);
    assertOpenToOthers();
  }

  @Test
  void aFolderWithinOneThatOthersMayWriteToIsTaken() throws IOException {
    Files.setAttribute(parent, "unix:mode", 0777);
    SqliteHistory.open(folder()).close();
  }

  @Test
  void aFolderHasOneServer() throws IOException {
    SqliteHistory first = opened.keep(SqliteHistory.open(folder()));
    assertEquals(HistoryProblem.IN_USE, refusal().problem().code());
    assertEquals(HistoryProblem.IN_USE, refusal().problem().code());
    first.close();
    SqliteHistory.open(folder()).close();
  }

  @Test
  void aNewerFileIsRefusedWithTheVersionThatIsNeeded() throws Exception {
    write();
    Path file = DataFolder.database(folder());
    sql(file, "PRAGMA user_version = 2");
    sql(file, "UPDATE meta SET value = '7.3' WHERE name = 'needs'");
    byte[] before = Files.readAllBytes(file);
    ProblemIOException refusal = refusal();
    assertEquals(HistoryProblem.NEWER, refusal.problem().code());
    assertTrue(refusal.getMessage().contains("Parley 7.3 or later"), refusal.getMessage());
    assertEquals(ByteBuffer.wrap(before), ByteBuffer.wrap(Files.readAllBytes(file)));
  }

  @Test
  void anotherFileIsRefused() throws Exception {
    Files.createDirectory(folder());
    Files.writeString(DataFolder.database(folder()), "a text that is no database at all");
    assertEquals(HistoryProblem.NOT_A_HISTORY, refusal().problem().code());
  }

  @Test
  void aDatabaseOfAnotherProgramIsRefused() throws Exception {
    write();
    Path file = DataFolder.database(folder());
    sql(file, "PRAGMA application_id = 1");
    assertEquals(HistoryProblem.NOT_A_HISTORY, refusal().problem().code());
  }

  @Test
  void aDamagedFileIsRefusedAndNothingIsChanged() throws Exception {
    write();
    Path file = DataFolder.database(folder());
    try (FileChannel bytes = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int page = 1; page < bytes.size() / 4_096; page++) {
        bytes.write(ByteBuffer.allocate(512), page * 4_096L);
      }
    }
    byte[] before = Files.readAllBytes(file);
    ProblemIOException refusal = refusal();
    assertEquals(HistoryProblem.DAMAGED, refusal.problem().code());
    assertTrue(refusal.getMessage().contains("HistoryFiles.salvage"), refusal.getMessage());
    assertEquals(ByteBuffer.wrap(before), ByteBuffer.wrap(Files.readAllBytes(file)));
  }

  @Test
  void aLostTailIsRefused() throws Exception {
    write();
    sql(DataFolder.database(folder()), "DELETE FROM entry WHERE seq > 490");
    ProblemIOException refusal = refusal();
    assertEquals(HistoryProblem.DAMAGED, refusal.problem().code());
    assertTrue(refusal.getMessage().contains("490"), refusal.getMessage());
  }

  @Test
  void aFileInThePlaceOfTheFolderIsRefused() throws IOException {
    Files.createFile(folder());
    assertEquals(HistoryProblem.NOT_A_FOLDER, refusal().problem().code());
    Path below = folder().resolve("below");
    Problem problem =
        assertThrows(ProblemIOException.class, () -> SqliteHistory.open(below)).problem();
    assertEquals(Problem.of(HistoryProblem.NOT_A_FOLDER, folder()), problem);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFolderThatCannotBeMadeIsRefused() {
    Path impossible = Path.of("/proc/parley-data");
    Problem problem =
        assertThrows(ProblemIOException.class, () -> SqliteHistory.open(impossible)).problem();
    assertEquals(
        "the folder /proc/parley-data is not there and cannot be made: nothing can be made in /proc",
        problem.toString());
  }

  @Test
  void aFolderThatCannotBeWrittenIsRefused() throws Exception {
    Files.createDirectory(folder());
    SmallDisk disk = opened.keep(SmallDisk.at(folder(), 1_000));
    disk.forbidWriting();
    assertEquals(
        folder() + " cannot be used: read-only file system", refusal().problem().toString());
  }

  @Test
  void aRefusedFolderCanBeOpenedOnceItIsRight() throws Exception {
    write();
    Path file = DataFolder.database(folder());
    sql(file, "PRAGMA user_version = 2");
    assertEquals(HistoryProblem.NEWER, refusal().problem().code());
    sql(file, "PRAGMA user_version = 1");
    try (SqliteHistory history = SqliteHistory.open(folder())) {
      assertEquals(500, history.rooms().getFirst().last());
    }
  }
}
