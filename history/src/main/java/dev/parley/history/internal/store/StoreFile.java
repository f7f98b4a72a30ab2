package dev.parley.history.internal.store;

import dev.parley.chat.history.HistoryFault;
import dev.parley.history.problem.HistoryProblem;
import dev.parley.problem.FileProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemIOException;
import dev.parley.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Opens the file with the messages: what is checked at each start, so nothing that reads the whole
/// file.
public final class StoreFile {
  private StoreFile() {}

  /// Opens the file of a folder to write, and makes it if there is none.
  ///
  /// @throws IOException if it cannot be used, with the reason; the file is as it was then
  public static Store open(DataFolder folder) throws IOException {
    return open(folder.database(), DataFolder.nativeLibrary(folder.path()));
  }

  static Store open(Path file, Path nativeLibrary) throws IOException {
    NativeLibrary.load(nativeLibrary);
    Schema.checkHeader(file);
    Database database = null;
    try {
      database = Database.writer(file);
      Schema.create(database);
      Schema.check(database);
      checkTails(database);
      return new Store(database);
    } catch (SQLException e) {
      close(database);
      throw failure(file, e);
    } catch (IOException | RuntimeException e) {
      close(database);
      throw e;
    }
  }

  /// Opens the file again after its disk has failed.
  ///
  /// @throws SQLException if the disk still fails
  public static Store reopen(DataFolder folder) throws IOException, SQLException {
    Database database = Database.writer(folder.database());
    try {
      Schema.check(database);
      return new Store(database);
    } catch (IOException | SQLException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /// Opens a file to read, while a server may be writing it.
  ///
  /// @param place the folder, or a file that is a backup
  public static Database openReader(Path place) throws IOException {
    boolean isFile = Files.isRegularFile(place);
    Path file = isFile ? place : DataFolder.database(place);
    if (!isFile && Files.isDirectory(place) && !Files.isExecutable(place)) {
      throw new ProblemIOException(HistoryProblem.NOT_READABLE, place);
    }
    if (!Files.exists(file)) {
      throw new ProblemIOException(
          HistoryProblem.NO_HISTORY, place, String.valueOf(file.getFileName()));
    }
    if (!Files.isReadable(file)) {
      throw new ProblemIOException(HistoryProblem.NOT_READABLE, file);
    }
    if (isFile) {
      NativeLibrary.loadOnce();
    } else {
      NativeLibrary.loadToRead(DataFolder.nativeLibrary(place));
    }
    Schema.checkHeader(file);
    Database database = null;
    try {
      database = Database.reader(file);
      Schema.check(database);
      return database;
    } catch (SQLException e) {
      close(database);
      throw failure(file, e);
    } catch (IOException | RuntimeException e) {
      close(database);
      throw e;
    }
  }

  private static void close(@Nullable Database database) {
    if (database != null) {
      database.close();
    }
  }

  /// Checks that the last entry of each room is there and can be read.
  private static void checkTails(Database database) throws IOException, SQLException {
    try (PreparedStatement tails =
            database.prepare(
                "SELECT r.key, r.first, r.last, coalesce((SELECT max(seq) FROM entry WHERE room = r.id), 0)"
                    + " FROM room r");
        PreparedStatement entry =
            database.prepare(
                "SELECT "
                    + EntryRow.COLUMNS
                    + " FROM entry e JOIN room r ON r.id = e.room WHERE r.key = ? AND e.seq = ?");
        ResultSet row = tails.executeQuery()) {
      while (row.next()) {
        long last = row.getLong(3);
        long found = row.getLong(4);
        boolean isEmpty = row.getLong(2) == last + 1;
        if (found != (isEmpty ? 0 : last)) {
          throw damaged(
              database.file(),
              Problem.of(
                  HistoryProblem.WRONG_SEQUENCE, Printable.line(row.getString(1)), found, last));
        }
        entry.setString(1, row.getString(1));
        entry.setLong(2, last);
        try (ResultSet tail = entry.executeQuery()) {
          if (tail.next()) {
            EntryRow.read(tail);
          }
        }
      }
    }
  }

  private static ProblemIOException damaged(Path file, Object why) {
    return new ProblemIOException(HistoryProblem.DAMAGED, file, why);
  }

  /// Returns why a file could not be used.
  public static ProblemIOException failure(Path file, SQLException e) {
    String message = String.valueOf(e.getMessage());
    if (SqliteFault.isDamage(e)) {
      return damaged(file, message);
    }
    Problem why =
        SqliteFault.of(e) == HistoryFault.FULL
            ? Problem.of(FileProblem.NO_SPACE)
            : Problem.text(message);
    return new ProblemIOException(Problem.of(HistoryProblem.CANNOT_USE, file, why), e);
  }
}
