package dev.parley.history.internal.store;

import dev.parley.chat.history.LogState;

/// The places of one room's log: as they will be when the transaction under way is committed.
/// Confined to the thread that writes.
public final class RoomLog {
  private final String room;
  private final long id;
  private final String epoch;
  private long first;
  private long last;
  private long committedFirst;
  private long committedLast;

  RoomLog(String room, long id, String epoch, long first, long last) {
    this.room = room;
    this.id = id;
    this.epoch = epoch;
    this.first = first;
    this.last = last;
    this.committedFirst = first;
    this.committedLast = last;
  }

  /// Returns the number of the room in the file.
  public long id() {
    return id;
  }

  /// Returns the lowest sequence number that is kept, `last` + 1 if none is.
  public long first() {
    return first;
  }

  /// Returns the highest sequence number that was given.
  public long last() {
    return last;
  }

  void advanceTo(long seq) {
    last = seq;
  }

  void dropBefore(long seq) {
    first = seq;
  }

  /// Returns true if the transaction under way changes the places.
  boolean hasChanged() {
    return first != committedFirst || last != committedLast;
  }

  /// The transaction is committed.
  public void committed() {
    committedFirst = first;
    committedLast = last;
  }

  /// The transaction is rolled back.
  public void rolledBack() {
    first = committedFirst;
    last = committedLast;
  }

  /// The file says so, after it was opened again.
  void read(long first, long last) {
    this.first = first;
    this.last = last;
    committed();
  }

  /// Returns what callers are told.
  public LogState state() {
    return new LogState(room, epoch, first, last);
  }
}
