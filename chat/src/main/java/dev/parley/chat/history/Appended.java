package dev.parley.chat.history;

import java.time.Instant;

/// The place that a log has given to a [Draft].
///
/// @param seq the sequence number
/// @param time when it was taken
/// @param isDuplicate true if the log had an entry with this author, id and text already, at this
///   place; nothing was added
public record Appended(long seq, Instant time, boolean isDuplicate) {}
