package dev.parley.history.internal.store;

import dev.parley.chat.history.HistoryFault;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// What an error of SQLite means. See <https://sqlite.org/rescode.html>; an extended code has the
/// primary one in its low eight bits.
public final class SqliteFault {
  private SqliteFault() {}

  /// Returns the fault that callers are told.
  public static HistoryFault of(SQLException e) {
    return switch (primary(e)) {
      case SQLITE_FULL -> HistoryFault.FULL;
      case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_INTERRUPT -> HistoryFault.BUSY;
      default -> HistoryFault.FAILED;
    };
  }

  /// Returns true if what the connection believes to be on the disk may not be there.
  public static boolean isOfDisk(SQLException e) {
    SQLiteErrorCode code = primary(e);
    return code == SQLiteErrorCode.SQLITE_IOERR || code == SQLiteErrorCode.SQLITE_CANTOPEN;
  }

  /// Returns true if the file does not hold what it should.
  public static boolean isDamage(SQLException e) {
    SQLiteErrorCode code = primary(e);
    return code == SQLiteErrorCode.SQLITE_CORRUPT || code == SQLiteErrorCode.SQLITE_NOTADB;
  }

  private static SQLiteErrorCode primary(SQLException e) {
    int code = e instanceof SQLiteException known ? known.getResultCode().code : e.getErrorCode();
    return SQLiteErrorCode.getErrorCode(code & 0xFF);
  }
}
