package dev.parley.history.internal.store;

import dev.parley.chat.history.Entry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of the table `entry` as an [Entry].
public final class EntryRow {
  /// The columns that [#read] expects, first in the result.
  public static final String COLUMNS =
      "e.seq, e.time, e.kind, e.sender, e.author, e.client_id, e.text, e.target, e.state";

  /// The number of the first column behind them.
  public static final int NEXT_COLUMN = 10;

  private EntryRow() {}

  /// Reads the row that the result is at.
  public static Entry read(ResultSet row) throws SQLException {
    return new Entry(
        row.getLong(1),
        Instant.ofEpochMilli(row.getLong(2)),
        Codes.kind(row.getInt(3)),
        text(row.getString(4)),
        text(row.getString(5)),
        text(row.getString(6)),
        text(row.getString(7)),
        row.getLong(8),
        Codes.state(row.getInt(9)));
  }

  private static String text(@Nullable String column) {
    return column == null ? "" : column;
  }
}
