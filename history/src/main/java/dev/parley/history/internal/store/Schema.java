package dev.parley.history.internal.store;

import dev.parley.history.problem.HistoryProblem;
import dev.parley.problem.ProblemIOException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/// The tables, and what tells that a file has them.
///
/// `entry` has a row for each entry of each room, `room.last` the last sequence number even if
/// retention has removed all entries. `author` and `client_id` are null after a purge, `digest`
/// ([TextDigest]) after a deletion. `words` is the index of messages that are not deleted
/// ([dev.parley.history.internal.words.Words]), which keeps no texts.
public final class Schema {
  /// The version of the tables, SQLite's `user_version`.
  static final int VERSION = 1;

  /// The first version of Parley that can read them.
  static final String FIRST_PARLEY = "0.1";

  /// `PRLY`, SQLite's `application_id`.
  static final int APPLICATION = 0x50524C59;

  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  private static final String[] TABLES = {
    "CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE room(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, epoch TEXT NOT NULL,"
        + " first INTEGER NOT NULL, last INTEGER NOT NULL)",
    "CREATE TABLE entry(id INTEGER PRIMARY KEY, room INTEGER NOT NULL, seq INTEGER NOT NULL,"
        + " time INTEGER NOT NULL, kind INTEGER NOT NULL, sender TEXT NOT NULL, author TEXT,"
        + " client_id TEXT, text TEXT NOT NULL, target INTEGER NOT NULL, state INTEGER NOT NULL,"
        + " digest INTEGER)",
    "CREATE UNIQUE INDEX entry_place ON entry(room, seq)",
    "CREATE UNIQUE INDEX entry_client_id ON entry(room, author, client_id)",
    "CREATE INDEX entry_target ON entry(room, target) WHERE target > 0",
    "CREATE VIRTUAL TABLE words USING fts5(text, content='', contentless_delete=1,"
        + " tokenize='ascii')"
  };

  private Schema() {}

  /// Checks that `file` is empty, missing or one of SQLite.
  static void checkHeader(Path file) throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return;
    }
    try (InputStream bytes = Files.newInputStream(file)) {
      if (!Arrays.equals(bytes.readNBytes(MAGIC.length), MAGIC)) {
        throw new ProblemIOException(HistoryProblem.NOT_A_HISTORY, file);
      }
    }
  }

  /// Makes the tables if there are none.
  static void create(Database database) throws SQLException {
    if (isEmpty(database)) {
      database.begin();
      try {
        for (String table : TABLES) {
          database.run(table);
        }
        try (PreparedStatement meta = database.prepare("INSERT INTO meta VALUES('needs', ?)")) {
          meta.setString(1, FIRST_PARLEY);
          meta.executeUpdate();
        }
        database.run("PRAGMA application_id=" + APPLICATION);
        database.run("PRAGMA user_version=" + VERSION);
        database.commit();
      } catch (SQLException e) {
        database.rollBack();
        throw e;
      }
    }
  }

  private static boolean isEmpty(Database database) throws SQLException {
    return database.number("PRAGMA user_version") == 0
        && database.number("SELECT count(*) FROM sqlite_schema") == 0;
  }

  /// Checks that the tables are ours and of a version that we know.
  static void check(Database database) throws IOException, SQLException {
    if (database.number("PRAGMA application_id") != APPLICATION) {
      throw new ProblemIOException(HistoryProblem.NOT_A_HISTORY, database.file());
    }
    if (database.number("PRAGMA user_version") > VERSION) {
      try (PreparedStatement meta =
              database.prepare("SELECT value FROM meta WHERE name = 'needs'");
          ResultSet row = meta.executeQuery()) {
        String needed = row.next() ? row.getString(1) : "?";
        throw new ProblemIOException(HistoryProblem.NEWER, database.file(), needed);
      }
    }
  }
}
