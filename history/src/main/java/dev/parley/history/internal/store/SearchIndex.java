package dev.parley.history.internal.store;

import dev.parley.chat.history.Search;
import dev.parley.history.internal.words.Words;
import dev.parley.limit.Clock;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sqlite.ProgressHandler;

/// Searches messages, on a connection that only reads. Confined to one thread.
public final class SearchIndex implements AutoCloseable {
  /// How many steps of SQLite lie between two looks at the clock: some tenths of a millisecond.
  private static final int STEPS = 10_000;

  private final Database database;
  private final Clock clock;
  private final Duration timeout;

  /// Takes the connection, and closes it at the end.
  ///
  /// @param timeout a search that takes longer fails
  public SearchIndex(Database database, Clock clock, Duration timeout) {
    this.database = database;
    this.clock = clock;
    this.timeout = timeout;
  }

  /// Searches the index, from its newest message on.
  ///
  /// @throws SQLException with SQLite's code `INTERRUPT` if it takes too long
  public List<Search.Hit> find(Search search) throws SQLException {
    String query = Words.query(search.words());
    if (query.isEmpty() || search.rooms().isEmpty()) {
      return List.of();
    }
    long begin = clock.nanos();
    ProgressHandler.setHandler(
        database.connection(),
        STEPS,
        new ProgressHandler() {
          @Override
          protected int progress() {
            return clock.nanos() - begin > timeout.toNanos() ? 1 : 0;
          }
        });
    try {
      return find(search, query);
    } finally {
      ProgressHandler.clearHandler(database.connection());
    }
  }

  private List<Search.Hit> find(Search search, String query) throws SQLException {
    String places = String.join(",", Collections.nCopies(search.rooms().size(), "?"));
    // CROSS JOIN keeps this order: the index gives messages newest first, so that LIMIT ends it.
    String sql =
        "SELECT "
            + EntryRow.COLUMNS
            + ", r.key FROM words CROSS JOIN entry e ON e.id = words.rowid"
            + " CROSS JOIN room r ON r.id = e.room WHERE words MATCH ? AND e.time < ? AND r.key IN ("
            + places
            + ") ORDER BY words.rowid DESC LIMIT ?";
    List<Search.Hit> hits = new ArrayList<>();
    try (PreparedStatement statement = database.prepare(sql)) {
      statement.setString(1, query);
      statement.setLong(2, search.before());
      int place = 3;
      for (String room : search.rooms()) {
        statement.setString(place++, room);
      }
      statement.setInt(place, search.limit());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          hits.add(new Search.Hit(row.getString(EntryRow.NEXT_COLUMN), EntryRow.read(row)));
        }
      }
    }
    return hits;
  }

  @Override
  public void close() {
    database.close();
  }
}
