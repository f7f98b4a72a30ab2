package dev.parley.limit;

import dev.parley.problem.InvalidValueException;
import dev.parley.problem.Setting;
import dev.parley.problem.SettingProblem;
import dev.parley.problem.Unit;

/// Range checks for numeric settings. Safe for any thread.
final class Range {
  private Range() {}

  /// Checks one setting.
  ///
  /// @throws InvalidValueException that names the setting, its value and its range; if `least` is
  ///   0, which means no limit, it says so
  static void check(Setting name, long value, Unit unit, long least, long most) {
    if (value < least || value > most) {
      throw new InvalidValueException(
          least == 0 ? SettingProblem.OUT_OF_RANGE_OR_NONE : SettingProblem.OUT_OF_RANGE,
          name,
          value,
          unit,
          least,
          most);
    }
  }
}
