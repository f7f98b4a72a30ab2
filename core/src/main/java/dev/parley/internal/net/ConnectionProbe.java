package dev.parley.internal.net;

import java.io.IOException;
import java.nio.channels.SelectionKey;

/// Asks the selector whether a connection still exists, for a link that neither reads nor writes
/// and so would not notice its end.
///
/// The operating system always reports an open connection as ready to connect, but the JDK reports
/// only a failed one. So the interest in connecting must not stay set: a link sets it for one
/// select only, and it is set at no other time.
final class ConnectionProbe {
  private ConnectionProbe() {}

  /// Returns true if the key has no interest, so that only a probe can find the end.
  static boolean isNeeded(SelectionKey key) {
    return key.isValid() && key.interestOps() == 0;
  }

  /// Starts a probe, which lasts until the interest is set to something else.
  static void start(SelectionKey key) {
    key.interestOps(SelectionKey.OP_CONNECT);
  }

  /// Returns true while a probe lasts.
  static boolean isRunning(SelectionKey key) {
    return key.isValid() && key.interestOps() == SelectionKey.OP_CONNECT;
  }

  /// Returns the result of the running probe of a key that the selector has reported: true if the
  /// connection is gone.
  static boolean hasFoundEnd(SelectionKey key) {
    return key.isValid() && key.isConnectable();
  }

  /// The selector reports that the connection has failed, but not why. A read will, unless the peer
  /// closed normally.
  static final class Unexplained extends IOException {
    private static final long serialVersionUID = 1;

    Unexplained() {
      super("Connection reset");
    }
  }
}
