package dev.parley.internal.net.memory;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectableChannel;

/// A channel that a [MemorySelector] can watch.
interface MemoryEndpoint {
  /// Returns the operations that are possible at this moment, as in
  /// [java.nio.channels.SelectionKey#readyOps]. Safe for any thread.
  int readyOps();

  /// Returns what is told of changes, so that a key can be set there.
  MemoryWatch watch();

  /// Checks that a channel without blocking reads and writes can be used.
  ///
  /// @throws IllegalBlockingModeException if it is in blocking mode
  static void checkUsable(SelectableChannel channel) throws ClosedChannelException {
    if (!channel.isOpen()) {
      throw new ClosedChannelException();
    }
    if (channel.isBlocking()) {
      throw new IllegalBlockingModeException();
    }
  }
}
