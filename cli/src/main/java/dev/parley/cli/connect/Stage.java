package dev.parley.cli.connect;

import java.io.IOException;

/// Where the peer's messages are shown. Confined to the thread that runs the talk.
interface Stage {
  /// Shows bytes that an [OutputForm] made.
  ///
  /// @throws IOException if they cannot be shown, most often because nobody reads them
  void show(byte[] bytes) throws IOException;

  /// Everything shown so far is to be seen now.
  void flush() throws IOException;
}
