package dev.parley.history;

/// How full the disk of a history is.
///
/// @param totalBytes its size
/// @param usableBytes how much of it this program may still use
/// @param isRefusing true while new messages are refused, since less than the reserve is left
public record DiskUse(long totalBytes, long usableBytes, boolean isRefusing) {
  /// Returns how much is used, in percent, rounded down; 0 of a disk of unknown size.
  public int percent() {
    return totalBytes <= 0
        ? 0
        : (int) (100 - Math.ceil(100.0 * Math.min(usableBytes, totalBytes) / totalBytes));
  }
}
