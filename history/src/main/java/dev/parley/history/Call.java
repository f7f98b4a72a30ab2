package dev.parley.history;

import dev.parley.chat.history.Appended;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.History.Reply;
import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.history.LogState;
import dev.parley.chat.history.Search;
import dev.parley.history.internal.store.Pages;
import dev.parley.history.internal.store.RoomLog;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the writer's thread is asked to do.
sealed interface Call {
  /// The estimated memory of a call without its texts, in characters.
  int OVERHEAD = 100;

  /// Where the result goes.
  Reply<?> reply();

  /// How much memory it keeps, in characters, roughly.
  default int weight() {
    return OVERHEAD;
  }

  /// The room whose calls are answered in order; null if it is about none.
  default @Nullable String room() {
    return null;
  }

  /// Tells the caller that it was not done.
  default void fail(HistoryFault fault) {
    reply().failed(fault);
  }

  /// See [dev.parley.chat.history.History#append].
  record Append(String room, Draft draft, Reply<Appended> reply) implements Call {
    @Override
    public int weight() {
      return OVERHEAD + draft.text().length();
    }
  }

  /// See [dev.parley.chat.history.History#open].
  record Open(String room, Reply<LogState> reply) implements Call {}

  /// See [dev.parley.chat.history.History#drop]. Nobody is told of it: a log that stays is none
  /// that anybody sees.
  record Drop(String room) implements Call {
    private static final Reply<Boolean> NOBODY =
        new Reply<>() {
          @Override
          public void done(Boolean result) {}

          @Override
          public void failed(HistoryFault fault) {}
        };

    @Override
    public Reply<Boolean> reply() {
      return NOBODY;
    }
  }

  /// See [dev.parley.chat.history.History#set].
  record Put(String key, @Nullable String value, Reply<Boolean> reply) implements Call {
    @Override
    public int weight() {
      return OVERHEAD + (value == null ? 0 : value.length());
    }
  }

  /// A part of a log, for a reader's thread.
  record Read<T>(String room, PageQuery<T> query, Reply<T> reply) implements Call {}

  /// How a part of a log is read.
  interface PageQuery<T> {
    /// Reads it.
    ///
    /// @param first the first place of the log
    /// @param last the last place that the caller knows
    T read(Pages pages, long room, long first, long last) throws SQLException;

    /// Reads it of a log whose places are these now; what is appended later does not exist for it.
    default PageQueryAt<T> at(RoomLog log) {
      long room = log.id();
      long first = log.first();
      long last = log.last();
      return pages -> read(pages, room, first, last);
    }
  }

  /// A [PageQuery] at a moment.
  interface PageQueryAt<T> {
    /// Reads it.
    T read(Pages pages) throws SQLException;
  }

  /// See [dev.parley.chat.history.History#search].
  record Find(Search search, Reply<List<Search.Hit>> reply) implements Call {}
}
