package dev.parley.history.internal.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// Removes the oldest entries, some hundred at a time, each time in a transaction. Confined to the
/// thread that writes.
public final class Trim {
  private static final int STEP = 256;
  private static final int SPARE_PAGES = 256;

  private final Store store;

  /// Trims the logs of `store`.
  public Trim(Store store) {
    this.store = store;
  }

  /// Removes the oldest entries of a room that has more than `maxEntries`.
  ///
  /// @return true if there may be more to remove
  public boolean byCount(Collection<RoomLog> logs, long maxEntries) throws SQLException {
    for (RoomLog log : logs) {
      long excess = log.last() - log.first() + 1 - maxEntries;
      if (excess > 0) {
        drop(Map.of(log, log.first() + Math.min(excess, STEP)));
        return true;
      }
    }
    return false;
  }

  /// Removes the oldest entries of a room whose oldest were taken before `limit`.
  ///
  /// @return true if there may be more to remove
  public boolean byTime(Collection<RoomLog> logs, Instant limit) throws SQLException {
    for (RoomLog log : logs) {
      long end = Math.min(log.first() + STEP, log.last() + 1);
      long young = firstYoung(log, end, limit.toEpochMilli());
      if (young > log.first()) {
        drop(Map.of(log, young));
        return true;
      }
    }
    return false;
  }

  private long firstYoung(RoomLog log, long end, long limit) throws SQLException {
    try (PreparedStatement query =
        store
            .database()
            .prepare(
                "SELECT coalesce(min(seq), ?3) FROM entry"
                    + " WHERE room = ?1 AND seq >= ?2 AND seq < ?3 AND time >= ?4")) {
      query.setLong(1, log.id());
      query.setLong(2, log.first());
      query.setLong(3, end);
      query.setLong(4, limit);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getLong(1) : end;
      }
    }
  }

  /// Removes the oldest entries of all rooms if the file holds more than `maxBytes`.
  ///
  /// @return true if there may be more to remove
  public boolean byBytes(Collection<RoomLog> logs, long maxBytes) throws SQLException {
    if (store.database().usedBytes() <= maxBytes) {
      return false;
    }
    Map<Long, RoomLog> byId = new LinkedHashMap<>();
    logs.forEach(log -> byId.put(log.id(), log));
    Map<RoomLog, Long> ends = new LinkedHashMap<>();
    try (PreparedStatement oldest =
            store.database().prepare("SELECT room, seq FROM entry ORDER BY id LIMIT " + STEP);
        ResultSet row = oldest.executeQuery()) {
      while (row.next()) {
        RoomLog log = byId.get(row.getLong(1));
        if (log != null) {
          ends.merge(log, row.getLong(2) + 1, Math::max);
        }
      }
    }
    drop(ends);
    return !ends.isEmpty();
  }

  private void drop(Map<RoomLog, Long> ends) throws SQLException {
    Database database = store.database();
    database.begin();
    try {
      for (Map.Entry<RoomLog, Long> end : ends.entrySet()) {
        store.dropBefore(end.getKey(), end.getValue());
        store.keepPlaces(end.getKey());
      }
      database.commit();
    } catch (SQLException e) {
      database.rollBack();
      ends.keySet().forEach(RoomLog::rolledBack);
      throw e;
    }
    ends.keySet().forEach(RoomLog::committed);
    if (database.number("PRAGMA freelist_count") > SPARE_PAGES) {
      database.shrink(2 * SPARE_PAGES);
    }
  }
}
