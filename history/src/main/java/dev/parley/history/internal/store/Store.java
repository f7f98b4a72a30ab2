package dev.parley.history.internal.store;

import dev.parley.chat.history.Appended;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.Entry;
import dev.parley.chat.history.Entry.Kind;
import dev.parley.chat.history.Entry.State;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The statements that write, on the one connection that does. Confined to one thread. The caller
/// begins and commits.
public final class Store implements AutoCloseable {
  private static final int RESTORED_AT_ONCE = 4_096;

  private final Database database;
  private final TextDigest digest = new TextDigest();
  private final PreparedStatement insert;
  private final PreparedStatement find;
  private final PreparedStatement message;
  private final PreparedStatement change;
  private final PreparedStatement blankEdits;
  private final PreparedStatement places;
  private final WordIndex words;

  /// The number of the next row: rows are in the order in which they were written. After a
  /// transaction that was rolled back, some numbers have no row.
  private long nextId;

  Store(Database database) throws SQLException {
    this.database = database;
    insert =
        database.prepare(
            "INSERT INTO entry(room, seq, time, kind, sender, author, client_id, text, target,"
                + " state, digest, id) VALUES(?,?,?,?,?,?,?,?,?,?,?,?)"
                + " ON CONFLICT(room, author, client_id) DO NOTHING");
    find =
        database.prepare(
            "SELECT seq, time, digest FROM entry WHERE room = ? AND author = ? AND client_id = ?");
    message =
        database.prepare(
            "SELECT id, state FROM entry WHERE room = ? AND seq = ? AND kind IN (1, 2)");
    change = database.prepare("UPDATE entry SET text = ?, state = ? WHERE id = ?");
    blankEdits =
        database.prepare(
            "UPDATE entry SET text = '', state = 2, digest = NULL"
                + " WHERE room = ? AND target = ? AND target > 0 AND kind = 3");
    places = database.prepare("UPDATE room SET first = ?, last = ? WHERE id = ?");
    words = new WordIndex(database);
    nextId = Math.max(database.number("SELECT max(id) FROM entry"), words.end()) + 1;
  }

  /// Returns the connection.
  public Database database() {
    return database;
  }

  /// Reads the logs of all rooms.
  public Map<String, RoomLog> rooms() throws SQLException {
    Map<String, RoomLog> rooms = new LinkedHashMap<>();
    try (PreparedStatement query =
            database.prepare("SELECT key, id, epoch, first, last FROM room ORDER BY id");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        String room = row.getString(1);
        rooms.put(
            room,
            new RoomLog(room, row.getLong(2), row.getString(3), row.getLong(4), row.getLong(5)));
      }
    }
    return rooms;
  }

  /// Reads all settings.
  public Map<String, String> settings() throws SQLException {
    Map<String, String> settings = new LinkedHashMap<>();
    try (PreparedStatement query = database.prepare("SELECT name, value FROM setting");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        settings.put(row.getString(1), row.getString(2));
      }
    }
    return settings;
  }

  /// Keeps a setting, or forgets it if `value` is null.
  ///
  /// @return true if that was a change
  public boolean set(String name, @Nullable String value) throws SQLException {
    String sql =
        value == null
            ? "DELETE FROM setting WHERE name = ?1"
            : "INSERT INTO setting VALUES(?1, ?2) ON CONFLICT(name)"
                + " DO UPDATE SET value = excluded.value WHERE value <> excluded.value";
    try (PreparedStatement statement = database.prepare(sql)) {
      statement.setString(1, name);
      if (value != null) {
        statement.setString(2, value);
      }
      return statement.executeUpdate() > 0;
    }
  }

  /// Makes the log of a room that has none.
  public RoomLog open(String room, String epoch) throws SQLException {
    return open(room, epoch, 1, 0);
  }

  /// Makes the log of a room that has none, which begins at `first`.
  public RoomLog open(String room, String epoch, long first, long last) throws SQLException {
    try (PreparedStatement statement =
        database.prepare(
            "INSERT INTO room(key, epoch, first, last) VALUES(?, ?, ?, ?) RETURNING id")) {
      statement.setString(1, room);
      statement.setString(2, epoch);
      statement.setLong(3, first);
      statement.setLong(4, last);
      try (ResultSet row = statement.executeQuery()) {
        return new RoomLog(room, row.getLong(1), epoch, first, last);
      }
    }
  }

  /// Removes the log of a room that has no entries.
  public void drop(RoomLog log) throws SQLException {
    try (PreparedStatement statement = database.prepare("DELETE FROM room WHERE id = ?")) {
      statement.setLong(1, log.id());
      statement.executeUpdate();
    }
  }

  /// Appends a draft, and changes its target if it is an edit or a deletion.
  ///
  /// @return its place, or that of the same draft, if the log has it; empty if the author has used
  ///   the id for another text
  public Optional<Appended> append(RoomLog log, Draft draft, Instant now) throws SQLException {
    long seq = log.last() + 1;
    Instant time = Instant.ofEpochMilli(now.toEpochMilli());
    TargetRow target = isChange(draft) ? target(log, draft.target()) : null;
    boolean isLate = draft.kind() == Kind.EDIT && target != null && target.state() == State.DELETED;
    insert.setLong(1, log.id());
    insert.setLong(2, seq);
    insert.setLong(3, time.toEpochMilli());
    insert.setInt(4, Codes.of(draft.kind()));
    insert.setString(5, draft.sender());
    insert.setString(6, draft.author());
    insert.setString(7, draft.id());
    insert.setString(8, isLate ? "" : draft.text());
    insert.setLong(9, draft.target());
    insert.setInt(10, Codes.of(isLate ? State.DELETED : State.ORIGINAL));
    if (isLate) {
      insert.setNull(11, Types.BIGINT);
    } else {
      insert.setLong(11, digest.of(draft));
    }
    insert.setLong(12, nextId);
    if (insert.executeUpdate() == 0) {
      return find(log, draft);
    }
    nextId++;
    log.advanceTo(seq);
    if (target != null && target.state() != State.DELETED) {
      change(log, draft, target);
    }
    return Optional.of(new Appended(seq, time, false));
  }

  private static boolean isChange(Draft draft) {
    return draft.kind() == Kind.EDIT || draft.kind() == Kind.DELETE;
  }

  /// Writes an entry as it is, for a log that is read from elsewhere. The place is free.
  ///
  /// An empty author or id is one that was purged.
  public void restore(RoomLog log, Entry entry) throws SQLException {
    boolean isPurged = entry.author().isEmpty() || entry.id().isEmpty();
    insert.setLong(1, log.id());
    insert.setLong(2, entry.seq());
    insert.setLong(3, entry.time().toEpochMilli());
    insert.setInt(4, Codes.of(entry.kind()));
    insert.setString(5, entry.sender());
    insert.setString(6, isPurged ? null : entry.author());
    insert.setString(7, isPurged ? null : entry.id());
    insert.setString(8, entry.text());
    insert.setLong(9, entry.target());
    insert.setInt(10, Codes.of(entry.state()));
    if (entry.state() == State.ORIGINAL && !isPurged) {
      insert.setLong(11, digest.of(draft(entry)));
    } else {
      insert.setNull(11, Types.BIGINT); // What it said first is not known.
    }
    insert.setLong(12, nextId);
    if (insert.executeUpdate() == 0) {
      return; // Damage: another place has this id already.
    }
    nextId++;
    if (unindexed() >= RESTORED_AT_ONCE) {
      index();
    }
  }

  private static Draft draft(Entry entry) {
    return new Draft(
        entry.kind(), entry.sender(), entry.author(), entry.id(), entry.text(), entry.target());
  }

  /// Finds the place of a draft that the log has.
  ///
  /// @return empty if there is another text with its author and id, or nothing
  public Optional<Appended> find(RoomLog log, Draft draft) throws SQLException {
    find.setLong(1, log.id());
    find.setString(2, draft.author());
    find.setString(3, draft.id());
    try (ResultSet row = find.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      Appended place = new Appended(row.getLong(1), Instant.ofEpochMilli(row.getLong(2)), true);
      long saidBefore = row.getLong(3);
      // A deleted message has no digest: what it said is gone, so any text counts as the same.
      return row.wasNull() || saidBefore == digest.of(draft)
          ? Optional.of(place)
          : Optional.empty();
    }
  }

  private record TargetRow(long id, State state) {}

  private @Nullable TargetRow target(RoomLog log, long seq) throws SQLException {
    message.setLong(1, log.id());
    message.setLong(2, seq);
    try (ResultSet row = message.executeQuery()) {
      return row.next() ? new TargetRow(row.getLong(1), Codes.state(row.getInt(2))) : null;
    }
  }

  private void change(RoomLog log, Draft draft, TargetRow target) throws SQLException {
    boolean isEdit = draft.kind() == Kind.EDIT;
    change.setString(1, isEdit ? draft.text() : "");
    change.setInt(2, Codes.of(isEdit ? State.EDITED : State.DELETED));
    change.setLong(3, target.id());
    change.executeUpdate();
    words.changed(target.id(), isEdit ? draft.text() : "");
    if (!isEdit) {
      forgetDigest(target.id());
      blankEdits.setLong(1, log.id());
      blankEdits.setLong(2, draft.target());
      blankEdits.executeUpdate();
    }
  }

  private void forgetDigest(long id) throws SQLException {
    try (PreparedStatement statement =
        database.prepare("UPDATE entry SET digest = NULL WHERE id = ?")) {
      statement.setLong(1, id);
      statement.executeUpdate();
    }
  }

  /// Returns how many of the newest rows are not in the index of words yet.
  public long unindexed() throws SQLException {
    return Math.max(0, nextId - 1 - words.end());
  }

  /// Takes them into the index of words.
  public void index() throws SQLException {
    if (unindexed() > 0) {
      words.fillTo(nextId - 1);
    }
  }

  /// Removes the words of a message from the index.
  public void unindex(long id) throws SQLException {
    words.changed(id, "");
  }

  /// Takes back what the transaction has done.
  public void rollBack() {
    database.rollBack();
    words.rolledBack();
  }

  /// Writes the places of a log, if the transaction has changed them.
  public void keepPlaces(RoomLog log) throws SQLException {
    if (log.hasChanged()) {
      places.setLong(1, log.first());
      places.setLong(2, log.last());
      places.setLong(3, log.id());
      places.executeUpdate();
    }
  }

  /// Removes the entries of a room before a place.
  public void dropBefore(RoomLog log, long seq) throws SQLException {
    for (String sql :
        new String[] {
          "DELETE FROM words WHERE rowid IN (SELECT id FROM entry WHERE room = ? AND seq < ?)",
          "DELETE FROM entry WHERE room = ? AND seq < ?"
        }) {
      try (PreparedStatement statement = database.prepare(sql)) {
        statement.setLong(1, log.id());
        statement.setLong(2, seq);
        statement.executeUpdate();
      }
    }
    log.dropBefore(seq);
  }

  /// Takes over the places and the rooms that the file has, after it was opened again.
  public void refresh(Map<String, RoomLog> logs) throws SQLException {
    Map<String, RoomLog> there = rooms();
    logs.keySet().retainAll(there.keySet()); // what was dropped may be gone
    for (Map.Entry<String, RoomLog> found : there.entrySet()) {
      RoomLog log = logs.get(found.getKey());
      if (log == null || log.id() != found.getValue().id()) {
        logs.put(found.getKey(), found.getValue());
      } else {
        log.read(found.getValue().first(), found.getValue().last());
      }
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
