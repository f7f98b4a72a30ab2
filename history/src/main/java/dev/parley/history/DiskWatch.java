package dev.parley.history;

import java.util.function.Consumer;

/// Whether there is room for more messages, and who is told that there soon will not be. Confined
/// to one thread at a time.
///
/// The reserve is kept free of messages, so that SQLite can always move its log into the file, and
/// what is removed can be removed.
final class DiskWatch {
  /// Each is told once, and again after the disk was below it.
  private static final int[] LEVELS = {80, 90, 95, 99};

  /// Of a small disk the reserve is at most this part.
  private static final int MIN_SHARE = 10;

  private final Disk disk;
  private final long reserveBytes;
  private final boolean tellsLevels;
  private final Consumer<DiskUse> listener;
  private int level;
  private boolean isRefusing;

  /// @param reserveBytes 0 for no reserve
  /// @param tellsLevels false if old messages are removed anyway
  DiskWatch(Disk disk, long reserveBytes, boolean tellsLevels, Consumer<DiskUse> listener) {
    this.disk = disk;
    this.reserveBytes = reserveBytes;
    this.tellsLevels = tellsLevels;
    this.listener = listener;
  }

  /// Looks at the disk, and tells what has changed for the worse, or back to the good.
  ///
  /// @return false if new messages have to be refused; a disk that does not say how full it is
  ///   takes them
  boolean hasRoom() {
    long total = disk.totalBytes();
    long usable = disk.usableBytes();
    boolean isTight = total > 0 && usable < Math.min(reserveBytes, total / MIN_SHARE);
    DiskUse use = new DiskUse(total, usable, isTight);
    int reached = total > 0 ? levelOf(total, total - usable) : 0;
    boolean isNews = isTight != isRefusing || (tellsLevels && reached > level);
    level = reached;
    isRefusing = isTight;
    if (isNews) {
      listener.accept(use);
    }
    return !isTight;
  }

  private static int levelOf(long total, long used) {
    int reached = 0;
    for (int each : LEVELS) {
      if (used > total / 100.0 * each) {
        reached = each;
      }
    }
    return reached;
  }
}
