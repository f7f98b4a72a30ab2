package example.telemetry;

/// The numbers that have come from one sensor, as UDP delivers them: some never, some late, some
/// twice. Used by one thread.
final class Series {
  private long highest;
  private long came;

  /// Notes a number.
  ///
  /// @return how many more are missing now than before; negative if this one was
  long add(long number) {
    long missedBefore = missing();
    came++;
    highest = Math.max(highest, number);
    return missing() - missedBefore;
  }

  /// Returns how many were sent, as far as is known, and have not come.
  long missing() {
    return Math.max(highest - came, 0);
  }
}
