package dev.parley.history.internal.store;

import dev.parley.chat.history.Entry;
import dev.parley.chat.history.Page;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Reads parts of logs, on a connection that only reads. Confined to one thread.
public final class Pages implements AutoCloseable {
  private static final String SELECT = "SELECT " + EntryRow.COLUMNS + " FROM entry e ";

  private final Database database;
  private final PreparedStatement after;
  private final PreparedStatement before;
  private final PreparedStatement time;

  /// Takes the connection, and closes it at the end.
  public Pages(Database database) throws SQLException {
    this.database = database;
    after =
        database.prepare(
            SELECT + "WHERE e.room = ? AND e.seq > ? AND e.seq <= ? ORDER BY e.seq LIMIT ?");
    before =
        database.prepare(
            SELECT + "WHERE e.room = ? AND e.seq < ? AND e.seq <= ? ORDER BY e.seq DESC LIMIT ?");
    time = database.prepare("SELECT time FROM entry WHERE room = ? AND seq = ?");
  }

  /// Reads the entries behind `seq`.
  ///
  /// @param last the highest place that exists for the reader
  public Page after(long room, long last, long seq, int limit) throws SQLException {
    return read(after, room, last, seq, limit);
  }

  /// Reads the last entries before `seq`.
  ///
  /// @param last the highest place that exists for the reader
  public Page before(long room, long last, long seq, int limit) throws SQLException {
    Page newestFirst = read(before, room, last, seq, limit);
    return new Page(newestFirst.entries().reversed(), newestFirst.hasMore());
  }

  /// Reads in the order of the query, and no more rows than the page has, and one.
  private static Page read(PreparedStatement query, long room, long last, long seq, int limit)
      throws SQLException {
    query.setLong(1, room);
    query.setLong(2, seq);
    query.setLong(3, last);
    query.setLong(4, limit + 1L);
    List<Entry> entries = new ArrayList<>();
    long characters = 0;
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        Entry entry = EntryRow.read(row);
        characters += entry.text().length();
        if (entries.size() == limit || (characters > Page.MAX_CHARACTERS && !entries.isEmpty())) {
          return new Page(entries, true);
        }
        entries.add(entry);
      }
    }
    return new Page(entries, false);
  }

  /// Finds the first place that was taken at `instant` or later, `last` + 1 if there is none, by
  /// halving: if the clock was set back meanwhile, one of the places where that time passed.
  public long at(long room, long first, long last, Instant instant) throws SQLException {
    long wanted = instant.toEpochMilli();
    long low = first;
    long high = last + 1;
    while (low < high) {
      long middle = low + (high - low) / 2;
      if (isBefore(room, middle, wanted)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean isBefore(long room, long seq, long wanted) throws SQLException {
    time.setLong(1, room);
    time.setLong(2, seq);
    try (ResultSet row = time.executeQuery()) {
      // Retention may have removed it since: then it is older than what is left.
      return !row.next() || row.getLong(1) < wanted;
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
