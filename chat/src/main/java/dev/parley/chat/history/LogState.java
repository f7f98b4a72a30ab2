package dev.parley.chat.history;

/// What a log knows of a room.
///
/// @param room the key of the room
/// @param epoch names this log of the room: one that was made anew has another, and its sequence
///   numbers mean other messages
/// @param first the lowest sequence number that is kept; `last` + 1 if none is
/// @param last the highest that was given, 0 if none was
public record LogState(String room, String epoch, long first, long last) {}
