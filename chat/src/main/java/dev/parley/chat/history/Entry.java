package dev.parley.chat.history;

import java.time.Instant;

/// One entry of a room's log. Immutable.
///
/// Edits and deletions are entries of their own, so that members who were away get them by their
/// sequence numbers too; the message that they change shows its new state from then on. An entry
/// that was purged, or that was lost with a damaged file, has only its place left: its sender,
/// author, id and text are empty, and a message is [State#DELETED].
///
/// @param seq the place in the room's log: 1 for the first, without holes
/// @param time when the log took it, to the millisecond
/// @param kind what it is
/// @param sender the name of the member, as it was shown at that time
/// @param author who the member is, for permissions: never told to other members
/// @param id the id that the sender's client has given it; unique for each author in a room
/// @param text the text; of an edit the new one, of a topic the topic; empty for a deletion and a
///   deleted message
/// @param target the sequence number of the message that an edit or a deletion changes, otherwise 0
/// @param state whether a message has been changed since; that of other kinds is [State#ORIGINAL],
///   or [State#DELETED] for an edit of a message that was deleted later
public record Entry(
    long seq,
    Instant time,
    Kind kind,
    String sender,
    String author,
    String id,
    String text,
    long target,
    State state) {

  /// What an entry is.
  public enum Kind {
    /// A message.
    TEXT,
    /// A message about its sender: `/me waves`.
    ACTION,
    /// The new text of a message.
    EDIT,
    /// The end of a message, whose text is gone.
    DELETE,
    /// A new topic of the room.
    TOPIC
  }

  /// Whether a message was changed.
  public enum State {
    /// As it was sent.
    ORIGINAL,
    /// Edited: the text is the latest one.
    EDITED,
    /// Deleted: only this tombstone is left.
    DELETED
  }

  /// Returns true if this is what members have said: a text or an action.
  public boolean isMessage() {
    return kind == Kind.TEXT || kind == Kind.ACTION;
  }

  /// Returns this entry as it is after a change.
  public Entry with(String newText, State newState) {
    return new Entry(seq, time, kind, sender, author, id, newText, target, newState);
  }
}
