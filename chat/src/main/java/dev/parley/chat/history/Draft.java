package dev.parley.chat.history;

import dev.parley.chat.history.Entry.Kind;

/// What is to become an [Entry], once the log has given it a sequence number and a time. The
/// components are those of the entry.
public record Draft(Kind kind, String sender, String author, String id, String text, long target) {}
