package dev.parley.cli.connect;

import java.io.IOException;

/// Output for the peer's messages. Confined to the thread that runs the conversation.
interface Stage {
  /// Shows bytes that an `OutputForm` made.
  ///
  /// @throws IOException if they cannot be written, most often because nobody reads them
  void show(byte[] bytes) throws IOException;

  /// Flushes everything shown so far.
  void flush() throws IOException;
}
