package dev.parley.history;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How long messages are kept. Limits are kept by removing the oldest entries, in steps of some
/// hundred, so a room may be over one for some seconds.
///
/// @param maxEntries the maximum number of entries of a room; [Long#MAX_VALUE] for no limit
/// @param maxAge the maximum age of an entry; null for no limit
/// @param maxBytes the maximum size of what the file holds, in bytes, with the index of words;
///   [Long#MAX_VALUE] for no limit. The file itself is up to 1 MiB longer
public record Retention(long maxEntries, @Nullable Duration maxAge, long maxBytes) {
  /// Keeps everything.
  public static final Retention FOREVER = new Retention(Long.MAX_VALUE, null, Long.MAX_VALUE);

  /// Checks the limits.
  ///
  /// @throws IllegalArgumentException if one is not positive
  public Retention {
    if (maxEntries < 1 || maxBytes < 1) {
      throw new IllegalArgumentException("maxEntries and maxBytes must be at least 1");
    }
    if (maxAge != null && !maxAge.isPositive()) {
      throw new IllegalArgumentException("maxAge must be positive");
    }
  }

  /// Returns this with another maximum number of entries of a room.
  public Retention withMaxEntries(long entries) {
    return new Retention(entries, maxAge, maxBytes);
  }

  /// Returns this with another maximum age.
  public Retention withMaxAge(@Nullable Duration age) {
    return new Retention(maxEntries, age, maxBytes);
  }

  /// Returns this with another maximum size of what the file holds.
  public Retention withMaxBytes(long bytes) {
    return new Retention(maxEntries, maxAge, bytes);
  }

  /// Returns true if nothing is ever removed.
  boolean isForever() {
    return equals(FOREVER);
  }
}
