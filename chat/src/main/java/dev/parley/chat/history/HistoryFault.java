package dev.parley.chat.history;

/// Why a log has not done what it was asked for.
public enum HistoryFault {
  /// There is no room on the disk. Later calls may work again.
  FULL,
  /// The disk has failed. Later calls may work again.
  FAILED,
  /// Too much is waiting.
  BUSY,
  /// The author has used this id for another text.
  ID_REUSED,
  /// Nothing is kept here.
  NOT_KEPT,
  /// The log is closed.
  CLOSED
}
