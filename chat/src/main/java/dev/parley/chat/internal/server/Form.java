package dev.parley.chat.internal.server;

/// What a connection is told in.
enum Form {
  /// JSON objects.
  JSON,
  /// Lines of text, each a message.
  LINES,
  /// Lines of text with their ends, since the framing has none.
  RAW
}
