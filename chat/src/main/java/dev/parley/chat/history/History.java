package dev.parley.chat.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The logs of all rooms. The place of a message in its room is where its log has put it: members
/// are shown a message only when [#append] has replied, so what they have seen is never lost.
///
/// Every method returns without waiting for a disk and replies later, on any thread, or at once on
/// the calling one. Replies about one room come in the order of the calls, and those of [#append]
/// in that of the sequence numbers. Calls come from one thread at a time.
public interface History extends AutoCloseable {
  /// Receives the result of a call: one of the two methods is called, once.
  interface Reply<T> {
    /// It is done.
    void done(T result);

    /// It is not, and nothing was changed.
    void failed(HistoryFault fault);
  }

  /// Where messages are kept.
  enum Storage {
    /// On a disk: an append has replied when the disk has it.
    DISK,
    /// In memory, until the process ends.
    MEMORY,
    /// Nowhere: they only have their places.
    NONE
  }

  /// Returns where messages are kept.
  Storage storage();

  /// Returns the logs that there are, as of the start.
  List<LogState> rooms();

  /// Returns the settings that [#set] has kept, as of the start.
  Map<String, String> settings();

  /// Keeps a setting of the server, such as a ban, or forgets it if `value` is null. Replies with
  /// true if that was a change.
  void set(String key, @Nullable String value, Reply<Boolean> reply);

  /// Tells what is known of a room. Makes its log, with a new epoch, if there is none.
  void open(String room, Reply<LogState> reply);

  /// Removes the log of a room that has never had an entry; does nothing if there is none, or if it
  /// has. A room whose log was removed is opened again before anything else is asked of it.
  default void drop(String room) {}

  /// Appends to the log of a room that was opened. An edit or a deletion changes its target, too.
  ///
  /// Replies as if it were the first time if the log has the same draft already. Fails with
  /// [HistoryFault#ID_REUSED] if the author has used the id for another text in this room.
  void append(String room, Draft draft, Reply<Appended> reply);

  /// Reads the entries behind a place, as many as a [Page] may have.
  ///
  /// @param seq the place before the first that is wanted
  /// @param limit the maximum number of entries, at least 1
  void after(String room, long seq, int limit, Reply<Page> reply);

  /// Reads the last entries before a place, as many as a [Page] may have.
  ///
  /// @param seq the place behind the last that is wanted; [Long#MAX_VALUE] for the end
  /// @param limit the maximum number of entries, at least 1
  void before(String room, long seq, int limit, Reply<Page> reply);

  /// Finds the place of the first entry that was taken at this time or later; the place behind the
  /// last if there is none.
  void at(String room, Instant time, Reply<Long> reply);

  /// Searches messages, not deleted ones.
  void search(Search search, Reply<List<Search.Hit>> reply);

  /// Writes what is under way and closes. Later calls, and those that read and have not begun, fail
  /// with [HistoryFault#CLOSED]. Blocks.
  @Override
  void close();
}
