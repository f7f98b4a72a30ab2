package dev.parley.history.internal.tools;

import dev.parley.history.internal.store.Database;
import dev.parley.history.problem.HistoryProblem;
import dev.parley.problem.Problem;
import dev.parley.text.Printable;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/// Reads the whole file and tells what is wrong with it: pages, the index of words, and the places
/// of each room.
public final class Verify {
  private static final int MAX_PROBLEMS = 100;

  private final Database database;
  private final List<Problem> problems = new ArrayList<>();

  /// Checks what this connection reads.
  public Verify(Database database) {
    this.database = database;
  }

  /// Returns what is wrong, at most some hundred problems; nothing if all is well.
  ///
  /// @param progress is given the number of rooms that were checked
  public List<Problem> problems(LongConsumer progress) {
    try {
      checkPages();
      checkRooms(progress);
    } catch (SQLException e) {
      problems.add(Problem.of(HistoryProblem.PAGES, String.valueOf(e.getMessage())));
    }
    return List.copyOf(problems);
  }

  /// SQLite's own check covers every page, every row of every index, and the index of words.
  private void checkPages() throws SQLException {
    try (PreparedStatement check =
            database.prepare("PRAGMA integrity_check(" + MAX_PROBLEMS + ")");
        ResultSet row = check.executeQuery()) {
      while (row.next()) {
        String line = row.getString(1);
        if (!line.equals("ok")) {
          problems.add(Problem.of(HistoryProblem.PAGES, Printable.line(line)));
        }
      }
    }
  }

  private record Room(String key, long id, long first, long last) {}

  private void checkRooms(LongConsumer progress) throws SQLException {
    List<Room> rooms = new ArrayList<>();
    try (PreparedStatement query = database.prepare("SELECT key, id, first, last FROM room");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        rooms.add(new Room(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)));
      }
    }
    long checked = 0;
    for (Room room : rooms) {
      check(room);
      progress.accept(++checked);
    }
  }

  private void check(Room room) throws SQLException {
    long next = room.first();
    try (PreparedStatement places =
        database.prepare("SELECT seq FROM entry WHERE room = ? ORDER BY seq")) {
      places.setLong(1, room.id());
      try (ResultSet row = places.executeQuery()) {
        while (row.next()) {
          long seq = row.getLong(1);
          if (seq > next) {
            hole(room, next, seq - 1);
          }
          next = seq + 1;
        }
      }
    }
    if (next != room.last() + 1) {
      problems.add(
          Problem.of(
              HistoryProblem.WRONG_SEQUENCE, Printable.line(room.key()), next - 1, room.last()));
    }
  }

  private void hole(Room room, long from, long to) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(
          Problem.of(HistoryProblem.HOLE, Printable.line(room.key()), to - from + 1, from, to));
    }
  }
}
