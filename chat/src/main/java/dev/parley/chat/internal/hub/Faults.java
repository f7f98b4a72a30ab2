package dev.parley.chat.internal.hub;

import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.Notice;
import org.jspecify.annotations.Nullable;

/// What a member is told of a log that has not done something.
final class Faults {
  private static final long RETRY_MILLIS = 2_000;

  private Faults() {}

  /// Returns the sentence about a setting that the log has not taken.
  static String notKept(HistoryFault fault) {
    return (fault == HistoryFault.FULL ? "the disk is full" : "the disk has not taken this")
        + ": this holds only until the server ends, unless it can be stored before";
  }

  static void refuse(
      Connection connection,
      HistoryFault fault,
      @Nullable String ref,
      @Nullable String room,
      @Nullable String id) {
    switch (fault) {
      case FULL ->
          connection.refuse(
              ChatError.STORAGE_FULL,
              "the disk of the server is full, so this was not stored; try again later",
              ref,
              room,
              id);
      case FAILED ->
          connection.refuse(
              ChatError.STORAGE_FAILED,
              "the disk of the server has failed, so this was not stored; try again later",
              ref,
              room,
              id);
      case ID_REUSED ->
          connection.refuse(
              ChatError.ID_REUSED, "this id was used for another message", ref, room, id);
      case NOT_KEPT ->
          connection.refuse(
              ChatError.NOT_KEPT, "nothing of this room is kept that could be read", ref, room, id);
      case BUSY, CLOSED ->
          connection.refuse(
              new Notice.Refused(
                  ChatError.BUSY, "the server is busy; try again", ref, room, id, RETRY_MILLIS));
    }
  }
}
