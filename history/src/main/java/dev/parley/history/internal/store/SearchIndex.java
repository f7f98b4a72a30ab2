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

/// Searches messages, on a connection that only reads: the newest, which the index does not have
/// yet, by reading them ([WordIndex]), then the index. Confined to one thread.
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

  /// Searches all messages, from the newest on.
  ///
  /// @throws SQLException with SQLite's code `INTERRUPT` if it takes too long
  public List<Search.Hit> find(Search search) throws SQLException {
    List<String> phrases = Words.phrases(search.words());
    if (phrases.isEmpty() || search.rooms().isEmpty()) {
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
      database.run("BEGIN"); // Both parts see the same moment, and so no message twice or never.
      List<Search.Hit> hits = findUnindexed(search, phrases);
      if (hits.size() < search.limit()) {
        findIndexed(search, hits);
      }
      return hits;
    } finally {
      database.rollBack();
      ProgressHandler.clearHandler(database.connection());
    }
  }

  private List<Search.Hit> findUnindexed(Search search, List<String> phrases) throws SQLException {
    String sql =
        "SELECT "
            + EntryRow.COLUMNS
            + ", r.key FROM entry e CROSS JOIN room r ON r.id = e.room WHERE e.id > "
            + WordIndex.END
            + " AND "
            + WordIndex.IS_FINDABLE
            + " AND e.time < ? AND r.key IN ("
            + places(search)
            + ") ORDER BY e.id DESC";
    List<Search.Hit> hits = new ArrayList<>();
    try (PreparedStatement statement = database.prepare(sql)) {
      statement.setLong(1, search.before());
      setRooms(statement, 2, search);
      try (ResultSet row = statement.executeQuery()) {
        while (hits.size() < search.limit() && row.next()) {
          Search.Hit hit = hit(row);
          if (Words.match(phrases, hit.entry().text())) {
            hits.add(hit);
          }
        }
      }
    }
    return hits;
  }

  /// Adds to `hits` up to the limit.
  private void findIndexed(Search search, List<Search.Hit> hits) throws SQLException {
    // CROSS JOIN keeps this order: the index gives messages newest first, so that LIMIT ends it.
    String sql =
        "SELECT "
            + EntryRow.COLUMNS
            + ", r.key FROM words CROSS JOIN entry e ON e.id = words.rowid"
            + " CROSS JOIN room r ON r.id = e.room WHERE words MATCH ? AND e.time < ? AND r.key IN ("
            + places(search)
            + ") ORDER BY words.rowid DESC LIMIT ?";
    try (PreparedStatement statement = database.prepare(sql)) {
      statement.setString(1, Words.query(search.words()));
      statement.setLong(2, search.before());
      int place = setRooms(statement, 3, search);
      statement.setInt(place, search.limit() - hits.size());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          hits.add(hit(row));
        }
      }
    }
  }

  private static String places(Search search) {
    return String.join(",", Collections.nCopies(search.rooms().size(), "?"));
  }

  /// Sets the parameters from `first` on, and returns the place behind them.
  private static int setRooms(PreparedStatement statement, int first, Search search)
      throws SQLException {
    int place = first;
    for (String room : search.rooms()) {
      statement.setString(place++, room);
    }
    return place;
  }

  private static Search.Hit hit(ResultSet row) throws SQLException {
    return new Search.Hit(row.getString(EntryRow.NEXT_COLUMN), EntryRow.read(row));
  }

  @Override
  public void close() {
    database.close();
  }
}
