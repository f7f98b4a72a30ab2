package dev.parley.history.internal.tools;

import dev.parley.chat.history.Entry;
import dev.parley.chat.history.Entry.Kind;
import dev.parley.chat.history.Entry.State;
import dev.parley.history.internal.store.Database;
import dev.parley.history.internal.store.EntryRow;
import dev.parley.history.internal.store.RoomLog;
import dev.parley.history.internal.store.Store;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Copies what can be read of a damaged file into a new one.
///
/// Each row is read by itself, by the number that the table is sorted by, so a page that cannot be
/// read costs its own rows and no others, and a damaged index costs none. A place whose row is lost
/// becomes a deleted message of nobody, so that sequences stay without holes; the room gets another
/// epoch then, so that clients are told.
public final class Salvage {
  private static final String ROW =
      "SELECT " + EntryRow.COLUMNS + ", e.room FROM entry e WHERE e.id = ?";

  private static final int SPARE_ROWS = 100_000;

  private final Database damaged;
  private final Store target;
  private final Map<Long, Room> rooms = new HashMap<>();
  private long saved;
  private long lost;

  /// What is known of a room in the damaged file.
  private static final class Room {
    private final String key;
    private @Nullable String epoch;
    private long first;
    private long last;
    private final Set<Long> found = new HashSet<>();

    Room(String key, @Nullable String epoch, long first, long last) {
      this.key = key;
      this.epoch = epoch;
      this.first = first;
      this.last = last;
    }

    void has(long seq) {
      found.add(seq);
      first = Math.min(first, seq);
      last = Math.max(last, seq);
    }
  }

  /// Copies from one to the other, which is empty.
  public Salvage(Database damaged, Store target) {
    this.damaged = damaged;
    this.target = target;
  }

  /// Returns the number of entries that were saved.
  public long saved() {
    return saved;
  }

  /// Returns the number of entries that were lost.
  public long lost() {
    return lost;
  }

  /// Copies. The caller begins and commits on the target.
  ///
  /// @param progress is given the number of rows that were tried
  public void run(LongConsumer progress) throws SQLException {
    readRooms();
    long max = maxRow();
    // First which rows there are, because a room's epoch depends on whether it has lost some.
    readRows(max, (entry, room) -> room(room).has(entry.seq()), _ -> {});
    Map<Long, RoomLog> logs = openLogs();
    readRows(max, (entry, room) -> copy(entry, room, logs), progress);
    fillHoles(logs);
    copySettings();
  }

  private interface Use {
    void accept(Entry entry, long room) throws SQLException;
  }

  private void readRows(long max, Use use, LongConsumer progress) throws SQLException {
    long id = 1;
    while (id <= max) {
      // A statement that has failed once fails for good, so each failure needs another one.
      try (PreparedStatement row = damaged.prepare(ROW)) {
        while (id <= max && read(row, id, use)) {
          progress.accept(id);
          id++;
        }
      }
      id++;
    }
  }

  /// Returns false if the row is lost.
  private static boolean read(PreparedStatement row, long id, Use use) throws SQLException {
    Entry entry;
    long room;
    try {
      row.setLong(1, id);
      try (ResultSet result = row.executeQuery()) {
        if (!result.next()) {
          return true;
        }
        entry = EntryRow.read(result);
        room = result.getLong(EntryRow.NEXT_COLUMN);
      }
    } catch (SQLException _) {
      return false;
    }
    if (entry.seq() > 0) {
      use.accept(entry, room);
    }
    return true;
  }

  private void readRooms() {
    long max = number("SELECT max(id) FROM room");
    for (long id = 1; id <= max; id++) {
      readRoom(id);
    }
  }

  private void readRoom(long id) {
    try (PreparedStatement query =
        damaged.prepare("SELECT key, epoch, first, last FROM room WHERE id = ?")) {
      query.setLong(1, id);
      try (ResultSet row = query.executeQuery()) {
        if (row.next()) {
          rooms.put(
              id, new Room(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)));
        }
      }
    } catch (SQLException _) {
      // The room gets a name by its number.
    }
  }

  private Room room(long id) {
    return rooms.computeIfAbsent(
        id, number -> new Room("#recovered-" + number, null, Long.MAX_VALUE, 0));
  }

  /// Returns a number that no row is above. If the end of the table cannot be read, it is guessed
  /// from the places of the rooms: transactions that were rolled back have used up some numbers.
  private long maxRow() {
    long max = number("SELECT max(id) FROM entry");
    return max > 0
        ? max
        : 2 * rooms.values().stream().mapToLong(room -> room.last).sum() + SPARE_ROWS;
  }

  private long number(String sql) {
    try {
      return damaged.number(sql);
    } catch (SQLException _) {
      return 0;
    }
  }

  private Map<Long, RoomLog> openLogs() throws SQLException {
    Map<Long, RoomLog> logs = new HashMap<>();
    for (Map.Entry<Long, Room> one : rooms.entrySet()) {
      Room room = one.getValue();
      boolean isWhole = room.epoch != null && room.found.size() == room.last - room.first + 1;
      String epoch = isWhole && room.epoch != null ? room.epoch : UUID.randomUUID().toString();
      logs.put(one.getKey(), target.open(room.key, epoch, room.first, room.last));
    }
    return logs;
  }

  private void copy(Entry entry, long room, Map<Long, RoomLog> logs) throws SQLException {
    RoomLog log = logs.get(room);
    if (log != null) {
      target.restore(log, entry);
      saved++;
    }
  }

  private void fillHoles(Map<Long, RoomLog> logs) throws SQLException {
    for (Map.Entry<Long, Room> one : rooms.entrySet()) {
      Room room = one.getValue();
      RoomLog log = logs.get(one.getKey());
      for (long seq = room.first; log != null && seq <= room.last; seq++) {
        if (!room.found.contains(seq)) {
          target.restore(log, tombstone(seq));
          lost++;
        }
      }
    }
  }

  private static Entry tombstone(long seq) {
    return new Entry(seq, Instant.EPOCH, Kind.TEXT, "", "", "", "", 0, State.DELETED);
  }

  private void copySettings() throws SQLException {
    Map<String, String> settings = new HashMap<>();
    try (PreparedStatement query = damaged.prepare("SELECT name, value FROM setting");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        settings.put(row.getString(1), row.getString(2));
      }
    } catch (SQLException _) {
      // Those that were read before.
    }
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      boolean _ = target.set(setting.getKey(), setting.getValue());
    }
  }
}
