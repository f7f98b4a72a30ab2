package dev.parley.internal.net.memory;

import org.jspecify.annotations.Nullable;

/// The key, if there is one, that is notified when a channel has changed. Safe for any thread.
final class MemoryWatch {
  private volatile @Nullable MemoryKey key;

  void by(MemoryKey key) {
    this.key = key;
  }

  /// Something has changed: the selector must look.
  void changed() {
    MemoryKey watcher = key;
    if (watcher != null) {
      watcher.changed();
    }
  }
}
