package dev.parley.history.internal.tools;

import dev.parley.chat.history.Entry.Kind;
import dev.parley.history.internal.store.Codes;
import dev.parley.history.internal.store.Database;
import dev.parley.history.internal.store.Database.Checkpoint;
import dev.parley.history.internal.store.Store;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Removes what somebody has said for good: text, names and ids, the words in the index, and the
/// bytes in the file. What is left of an entry is its place, so that sequences have no holes.
public final class Purge {
  private static final int KEPT_PAGES = Integer.MAX_VALUE;

  private final Store store;
  private final Database database;

  /// Purges the store, in a transaction of its own.
  public Purge(Store store) {
    this.store = store;
    this.database = store.database();
  }

  /// Purges the entries that a client has given this id.
  ///
  /// @return how many entries
  public long byId(String id) throws SQLException {
    return purge("client_id = ?1", id);
  }

  /// Purges what a member of this name has said: what was sent under the name, and what belongs to
  /// the one who has proven it.
  ///
  /// @return how many entries
  public long byMember(String name, String author) throws SQLException {
    return purge("sender = ?1 OR author = ?2", name, author);
  }

  /// Removes a room: its entries, and what the settings keep of it.
  ///
  /// @param key the key of its log
  /// @return how many entries
  public long room(String key) throws SQLException {
    String own = "(SELECT id FROM room WHERE key = ?1)";
    database.begin();
    try {
      run("DELETE FROM words WHERE rowid IN (SELECT id FROM entry WHERE room = " + own + ")", key);
      long removed = run("DELETE FROM entry WHERE room = " + own, key);
      run("DELETE FROM room WHERE key = ?1", key);
      run(
          "DELETE FROM setting WHERE name IN ('topic:' || ?1, 'slow:' || ?1)"
              + " OR substr(name, 1, length('mute:' || ?1 || ' ')) = 'mute:' || ?1 || ' '",
          key);
      commit();
      return removed;
    } catch (SQLException e) {
      database.rollBack();
      throw e;
    }
  }

  private int run(String sql, String key) throws SQLException {
    try (PreparedStatement statement = database.prepare(sql)) {
      statement.setString(1, key);
      return statement.executeUpdate();
    }
  }

  private void commit() throws SQLException {
    // The index marks removed words as removed; written anew, it has only those that are left.
    database.run("INSERT INTO words(words) VALUES('optimize')");
    database.commit();
    boolean _ = database.checkpoint(Checkpoint.TRUNCATE);
    database.shrink(KEPT_PAGES);
    boolean _ = database.checkpoint(Checkpoint.TRUNCATE);
  }

  private long purge(String condition, String... values) throws SQLException {
    Set<Long> ids;
    database.begin();
    try {
      ids = find(condition, values);
      for (long id : ids) {
        blank(id);
        store.unindex(id);
      }
      commit();
    } catch (SQLException e) {
      database.rollBack();
      throw e;
    }
    return ids.size();
  }

  /// Finds the entries, and the edits of a message and the message of an edit with them.
  private Set<Long> find(String condition, String... values) throws SQLException {
    String target = "(SELECT room, target FROM found WHERE kind = " + Codes.of(Kind.EDIT) + ")";
    String sql =
        "WITH found AS (SELECT id, room, seq, kind, target FROM entry WHERE "
            + condition
            + "), messages AS (SELECT room, seq FROM found WHERE kind IN (1, 2) UNION SELECT * FROM "
            + target
            + ") SELECT id FROM found UNION SELECT e.id FROM messages m JOIN entry e"
            + " ON e.room = m.room AND (e.seq = m.seq OR (e.target = m.seq AND e.kind = "
            + Codes.of(Kind.EDIT)
            + "))";
    Set<Long> ids = new LinkedHashSet<>();
    try (PreparedStatement query = database.prepare(sql)) {
      List<String> parameters = new ArrayList<>(List.of(values));
      for (int i = 0; i < parameters.size(); i++) {
        query.setString(i + 1, parameters.get(i));
      }
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          ids.add(row.getLong(1));
        }
      }
    }
    return ids;
  }

  /// Messages and edits are deleted ones afterwards, a topic is empty.
  private void blank(long id) throws SQLException {
    try (PreparedStatement statement =
        database.prepare(
            "UPDATE entry SET sender = '', author = NULL, client_id = NULL, text = '',"
                + " digest = NULL, state = CASE WHEN kind IN (1, 2, 3) THEN 2 ELSE state END"
                + " WHERE id = ?")) {
      statement.setLong(1, id);
      statement.executeUpdate();
    }
  }
}
