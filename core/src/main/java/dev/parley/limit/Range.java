package dev.parley.limit;

import java.util.Locale;

/// Range checks for numeric settings. Safe for any thread.
final class Range {
  private Range() {}

  /// Checks one setting.
  ///
  /// @param unit the unit, in the plural
  /// @throws IllegalArgumentException with a sentence that names the setting, its value and its
  ///   range; if `least` is 0, which means no limit, the sentence says so
  static void check(String name, long value, String unit, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s of %d %s is out of range; choose %d to %d%s",
              name,
              value,
              unit,
              least,
              most,
              least == 0 ? " (0 means no limit)" : ""));
    }
  }
}
