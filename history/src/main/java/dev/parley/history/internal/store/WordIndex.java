package dev.parley.history.internal.store;

import dev.parley.history.internal.words.Words;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// The index of words, as the connection that writes fills it: in the order of the rows, up to one
/// of them. The messages behind that row are found by reading them ([SearchIndex]). Confined to one
/// thread; the caller begins and commits.
///
/// ```
///   entry   1 2 3 4 5 6 │ 7 8 9
///   words   1 2     5 6 │          3 is an edit, 4 was deleted; 6 is the last row of the index
/// ```
///
/// FTS5 makes a segment of what one transaction adds, and merges it with others again and again. Of
/// some thousand messages at a time each costs a third of what it costs in a commit of some
/// hundred.
///
/// The last row of the index tells how far it goes. So what was taken into it last has a row there
/// even if it has no words.
final class WordIndex {
  /// The last row that is in the index, as a value of SQL.
  static final String END = "coalesce((SELECT rowid FROM words ORDER BY rowid DESC LIMIT 1), 0)";

  /// What makes a row `e` a message that can be found: it is a text or an action, and not deleted.
  static final String IS_FINDABLE = "(e.kind IN (1, 2) AND e.state <> 2)";

  private static final long UNKNOWN = -1;

  private final Database database;
  private final PreparedStatement add;
  private final PreparedStatement remove;
  private final PreparedStatement behind;
  private long end = UNKNOWN;

  WordIndex(Database database) throws SQLException {
    this.database = database;
    add = database.prepare("INSERT INTO words(rowid, text) VALUES(?, ?)");
    remove = database.prepare("DELETE FROM words WHERE rowid = ?");
    behind =
        database.prepare(
            "SELECT e.id, CASE WHEN "
                + IS_FINDABLE
                + " THEN e.text ELSE '' END FROM entry e WHERE e.id > ? ORDER BY e.id");
  }

  /// Returns the number of a row up to which it has all messages.
  long end() throws SQLException {
    if (end == UNKNOWN) {
      end = database.number("SELECT " + END);
    }
    return end;
  }

  /// Takes all messages that it does not have yet.
  ///
  /// @param last a number that no row is above
  void fillTo(long last) throws SQLException {
    long row = end();
    boolean isIn = true;
    behind.setLong(1, row);
    try (ResultSet rows = behind.executeQuery()) {
      while (rows.next()) {
        row = rows.getLong(1);
        String tokens = Words.tokens(rows.getString(2));
        isIn = !tokens.isEmpty();
        if (isIn) {
          add(row, tokens);
        }
      }
    }
    if (!isIn) {
      add(row, "");
    }
    end = last;
  }

  /// Takes over that a message has another text, empty if it was removed.
  void changed(long id, String text) throws SQLException {
    if (id <= end()) {
      remove.setLong(1, id);
      remove.executeUpdate();
      String tokens = Words.tokens(text);
      if (!tokens.isEmpty() || id == end) {
        add(id, tokens);
      }
    }
  }

  private void add(long id, String tokens) throws SQLException {
    add.setLong(1, id);
    add.setString(2, tokens);
    add.executeUpdate();
  }

  /// The transaction was rolled back.
  void rolledBack() {
    end = UNKNOWN;
  }
}
