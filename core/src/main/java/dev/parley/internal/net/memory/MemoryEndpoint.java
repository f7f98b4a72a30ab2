package dev.parley.internal.net.memory;

/// A channel that a [MemorySelector] can watch.
interface MemoryEndpoint {
  /// Returns the operations that are possible at this moment, as in
  /// [java.nio.channels.SelectionKey#readyOps]. Safe for any thread.
  int readyOps();

  /// Sets the key to be notified of changes.
  void watchedBy(MemoryKey key);
}
