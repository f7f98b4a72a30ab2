package dev.parley.history.internal.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/// One connection to a file of SQLite, confined to one thread.
///
/// Transactions are explicit statements. With JDBC's own (auto-commit off) the driver would begin
/// another one behind our back after a full disk, on which SQLite has rolled back by itself.
public final class Database implements AutoCloseable {
  private static final int BUSY_MILLIS = 5_000;

  private final Path file;
  private final Connection connection;

  private Database(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /// Opens the one connection that writes. It alone checkpoints, and only when it is told.
  ///
  /// A commit has replied when the disk has it (`synchronous=FULL`); what is deleted is overwritten
  /// (`secure_delete`); the file can become smaller (`auto_vacuum`).
  public static Database writer(Path file) throws IOException, SQLException {
    DataFolder.createFile(file);
    Database database = open(file, false);
    try {
      if (database.number("PRAGMA page_count") == 0) {
        database.run("PRAGMA auto_vacuum=INCREMENTAL"); // A change of the file, only for a new one.
      }
      database.run("PRAGMA journal_mode=WAL");
      database.run("PRAGMA synchronous=FULL");
      database.run("PRAGMA secure_delete=ON");
      database.run("PRAGMA wal_autocheckpoint=0");
      database.run("PRAGMA journal_size_limit=16777216");
      return database;
    } catch (SQLException e) {
      database.close();
      throw e;
    }
  }

  /// Opens a connection that reads, and never changes the file, not even when it is the last one to
  /// close. Where nothing can be written, and no write-ahead log lies beside the file, nothing will
  /// change, so SQLite need not make files of its own there.
  public static Database reader(Path file) throws SQLException {
    return open(file, true);
  }

  /// Opens a connection that does nothing but stay open, so that the one that writes is never the
  /// last. The last one to close, and the first to open, would take what a failed sync has left in
  /// the write-ahead log for committed.
  public static Database anchor(Path file) throws SQLException {
    Database database = reader(file);
    long _ = database.number("SELECT count(*) FROM meta"); // The log is opened by the first read.
    return database;
  }

  private static Database open(Path file, boolean isReadOnly) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(isReadOnly);
    config.setBusyTimeout(BUSY_MILLIS);
    // Otherwise the driver asks for the number of the row after each insert, by another statement.
    config.setGetGeneratedKeys(false);
    // As a URI, in which no character of the path means something to the driver.
    Database database =
        new Database(
            file,
            config.createConnection(
                "jdbc:sqlite:file:"
                    + file.toUri().getRawPath()
                    + (isReadOnly && isFixed(file) ? "?immutable=1" : "")));
    try {
      database.run("PRAGMA trusted_schema=OFF");
      database.run("PRAGMA cell_size_check=ON");
      database.run("PRAGMA mmap_size=0");
      database.run("PRAGMA temp_store=MEMORY");
      database.run("PRAGMA cache_size=-8192");
      return database;
    } catch (SQLException e) {
      database.close();
      throw e;
    }
  }

  private static boolean isFixed(Path file) {
    return !Files.isWritable(file.toAbsolutePath().resolveSibling(""))
        && !Files.exists(file.resolveSibling(file.getFileName() + "-wal"));
  }

  /// Returns the file.
  public Path file() {
    return file;
  }

  /// Returns the connection.
  public Connection connection() {
    return connection;
  }

  /// Runs a statement that has no parameters, and ignores its result.
  public void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// Prepares a statement.
  public PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(sql);
  }

  /// Returns the number that a query gives, 0 if it gives none.
  public long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /// Begins a transaction that writes.
  public void begin() throws SQLException {
    run("BEGIN IMMEDIATE");
  }

  /// Commits. The disk has it when this returns.
  public void commit() throws SQLException {
    run("COMMIT");
  }

  /// Takes back what the transaction has done; nothing if SQLite has done so by itself.
  public void rollBack() {
    try {
      run("ROLLBACK");
    } catch (SQLException _) {
      // "no transaction is active": SQLite rolls back by itself when the disk is full.
    }
  }

  /// Moves what was committed from the write-ahead log into the file.
  ///
  /// @return true if everything was moved; false if readers prevented it or the disk did not take
  ///   it: nothing is lost then
  public boolean checkpoint(Checkpoint kind) {
    String sql = "PRAGMA wal_checkpoint(" + kind.name() + ")";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() && row.getInt(1) == 0 && row.getInt(2) == row.getInt(3);
    } catch (SQLException _) {
      return false;
    }
  }

  /// Makes the file shorter by at most this many pages that hold nothing.
  public void shrink(int maxPages) throws SQLException {
    // Each page is a step of the statement; only executeUpdate makes them all.
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA incremental_vacuum(" + maxPages + ")");
    }
  }

  /// Returns how many bytes of the file hold something.
  public long usedBytes() throws SQLException {
    return (number("PRAGMA page_count") - number("PRAGMA freelist_count"))
        * number("PRAGMA page_size");
  }

  /// Returns how many pages of the write-ahead log are not in the file yet. The log itself is
  /// longer: after a checkpoint it is written again from its beginning, but not made shorter.
  public long pagesToCheckpoint() {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(NOOP)")) {
      return row.next() ? row.getLong(2) - row.getLong(3) : 0;
    } catch (SQLException _) {
      return 0;
    }
  }

  /// How much a checkpoint does.
  public enum Checkpoint {
    /// What it can without waiting for anybody.
    PASSIVE,
    /// Everything; the log is empty afterwards.
    TRUNCATE
  }

  /// Closes the connection; a failure has no consequence for what was committed.
  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException _) {
      // Nothing more can be done with it.
    }
  }
}
