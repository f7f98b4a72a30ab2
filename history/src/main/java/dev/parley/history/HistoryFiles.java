package dev.parley.history;

import dev.parley.chat.history.LogState;
import dev.parley.chat.history.Search;
import dev.parley.history.internal.store.DataFolder;
import dev.parley.history.internal.store.Database;
import dev.parley.history.internal.store.Database.Checkpoint;
import dev.parley.history.internal.store.SearchIndex;
import dev.parley.history.internal.store.Store;
import dev.parley.history.internal.store.StoreFile;
import dev.parley.history.internal.tools.Backup;
import dev.parley.history.internal.tools.Export;
import dev.parley.history.internal.tools.Import;
import dev.parley.history.internal.tools.Purge;
import dev.parley.history.internal.tools.Salvage;
import dev.parley.history.internal.tools.Verify;
import dev.parley.history.problem.HistoryProblem;
import dev.parley.limit.Clock;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemIOException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/// What an operator does to a folder of messages: check, save, copy, export, import, search, purge.
///
/// All methods block. Those that read work while a server has the folder, and on a backup, which is
/// a file instead of a folder; those that write ([#importLines], [#purgeId], [#purgeMember],
/// [#purgeRoom]) need it for themselves and fail with [HistoryProblem#IN_USE] otherwise. Their
/// exceptions carry a [HistoryProblem]. Progress is told on the calling thread.
public final class HistoryFiles {
  private static final Duration PATIENCE = Duration.ofHours(1);

  private HistoryFiles() {}

  /// Returns the logs that there are.
  public static List<LogState> rooms(Path place) throws IOException {
    try (Database database = StoreFile.openReader(place);
        PreparedStatement query =
            database.prepare("SELECT key, epoch, first, last FROM room ORDER BY key");
        ResultSet row = query.executeQuery()) {
      List<LogState> rooms = new ArrayList<>();
      while (row.next()) {
        rooms.add(new LogState(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)));
      }
      return rooms;
    } catch (SQLException e) {
      throw StoreFile.failure(place, e);
    }
  }

  /// Reads the whole file and returns what is wrong with it, at most some hundred problems.
  ///
  /// @param progress is given the number of rooms that were checked
  public static List<Problem> verify(Path place, LongConsumer progress) throws IOException {
    try (Database database = StoreFile.openReader(place)) {
      return new Verify(database).problems(progress);
    } catch (ProblemIOException e) {
      if (e.problem().code() == HistoryProblem.DAMAGED) {
        return List.of(e.problem());
      }
      throw e;
    }
  }

  /// What [#salvage] has saved.
  ///
  /// @param saved how many entries
  /// @param lost how many are deleted messages of nobody now
  public record Salvaged(long saved, long lost) {}

  /// Copies what can be read of a damaged file into a new folder, and changes nothing of the old
  /// one. A room that has lost entries gets a new epoch, so that clients are told.
  ///
  /// @param folder an empty or a new one
  /// @param progress is given the number of rows that were tried
  public static Salvaged salvage(Path place, Path folder, LongConsumer progress)
      throws IOException {
    try (Database damaged = StoreFile.openReader(place)) {
      Salvaged[] result = new Salvaged[1];
      write(
          folder,
          store -> {
            checkEmpty(store, folder);
            Salvage salvage = new Salvage(damaged, store);
            inTransaction(store, () -> salvage.run(progress));
            result[0] = new Salvaged(salvage.saved(), salvage.lost());
          });
      return result[0];
    }
  }

  /// Copies everything into one file, as it is at one moment: messages, settings, secrets. The file
  /// can be read by the methods here; a server starts from it in a folder of its own, under the
  /// name `history.db`.
  public static void backup(Path place, Path file) throws IOException {
    try (Database database = StoreFile.openReader(place)) {
      Backup.write(database, file);
    } catch (SQLException e) {
      throw StoreFile.failure(file, e);
    }
  }

  /// Writes all rooms and messages as JSON Lines, as they are at one moment, and returns the number
  /// of messages. Settings are left out, since some are secrets.
  ///
  /// @param output stays open
  /// @param progress is given the number of messages that were written
  public static long exportLines(Path place, OutputStream output, LongConsumer progress)
      throws IOException {
    try (Database database = StoreFile.openReader(place)) {
      return new Export(database, output).run(progress);
    } catch (SQLException e) {
      throw StoreFile.failure(place, e);
    }
  }

  /// Reads what [#exportLines] has written into an empty or a new folder, and returns the number of
  /// messages. All of it is there afterwards, or nothing.
  ///
  /// @param input stays open
  /// @param progress is given the number of messages that were read
  public static long importLines(Path folder, InputStream input, LongConsumer progress)
      throws IOException {
    long[] read = new long[1];
    write(
        folder,
        store -> {
          checkEmpty(store, folder);
          inTransaction(store, () -> read[0] = new Import(store).run(input, progress));
        });
    return read[0];
  }

  /// Searches, without a time limit.
  public static List<Search.Hit> search(Path place, Search search) throws IOException {
    try (Database database = StoreFile.openReader(place);
        SearchIndex index = new SearchIndex(database, Clock.system(), PATIENCE)) {
      return index.find(search);
    } catch (SQLException e) {
      throw StoreFile.failure(place, e);
    }
  }

  /// Removes the entries that clients have given this id for good: their texts, those of their
  /// edits and of the message that they edit, names, words in the index, and the bytes in the file.
  /// Their places stay, as deleted messages of nobody. Backups and exports keep what they have.
  ///
  /// @return how many entries were purged
  public static long purgeId(Path folder, String id) throws IOException {
    long[] purged = new long[1];
    writeExisting(folder, store -> purged[0] = new Purge(store).byId(id));
    return purged[0];
  }

  /// Removes what was sent under this name, and by the member who has proven it, in the same way as
  /// [#purgeId].
  ///
  /// @param author the author of the entries, see [dev.parley.chat.history.Entry#author]
  /// @return how many entries were purged
  public static long purgeMember(Path folder, String name, String author) throws IOException {
    long[] purged = new long[1];
    writeExisting(folder, store -> purged[0] = new Purge(store).byMember(name, author));
    return purged[0];
  }

  /// Removes a room for good, with all that was said there, in the same way as [#purgeId]. Who
  /// enters it afterwards enters a new one.
  ///
  /// @param room the key of its log, as [#rooms] returns it
  /// @return how many entries were purged
  public static long purgeRoom(Path folder, String room) throws IOException {
    long[] purged = new long[1];
    writeExisting(folder, store -> purged[0] = new Purge(store).room(room));
    return purged[0];
  }

  private interface Work {
    void run(Store store) throws IOException, SQLException;
  }

  private interface Step {
    void run() throws IOException, SQLException;
  }

  private static void writeExisting(Path folder, Work work) throws IOException {
    // Does not make a folder for a name that is misspelt.
    StoreFile.openReader(folder).close();
    write(folder, work);
  }

  private static void write(Path folder, Work work) throws IOException {
    try (DataFolder taken = DataFolder.take(folder);
        Store store = StoreFile.open(taken)) {
      work.run(store);
      boolean _ = store.database().checkpoint(Checkpoint.TRUNCATE);
    } catch (SQLException e) {
      throw StoreFile.failure(folder, e);
    }
  }

  private static void checkEmpty(Store store, Path folder) throws IOException, SQLException {
    if (!store.rooms().isEmpty()) {
      throw new ProblemIOException(HistoryProblem.TARGET_NOT_EMPTY, folder);
    }
  }

  private static void inTransaction(Store store, Step step) throws IOException, SQLException {
    store.database().begin();
    try {
      step.run();
      store.index();
      store.database().commit();
    } catch (IOException | SQLException | RuntimeException e) {
      store.database().rollBack();
      throw e;
    }
  }
}
