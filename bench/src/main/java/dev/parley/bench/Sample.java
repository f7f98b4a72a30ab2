package dev.parley.bench;

import java.util.List;

/// The figures of one contender in one round of a heat. Times are in microseconds.
///
/// @param turns the cost of each of its turns, in order
/// @param messages messages answered in all of them
/// @param perSecond messages per second of its own turns
/// @param p50Micros the median of the answer time; NaN if nothing is timed
/// @param p99Micros its 99th percentile, or NaN
/// @param lost datagrams without an answer
/// @param allocatedBytes what the server's threads allocated for each message; NaN if it was not
///   asked
record Sample(
    List<Cost> turns,
    long messages,
    double perSecond,
    double p50Micros,
    double p99Micros,
    long lost,
    double allocatedBytes) {
  /// Copies the lists.
  Sample {
    turns = List.copyOf(turns);
  }

  /// Returns the sample of these turns, with their totals.
  ///
  /// @param allocatedBytes what was allocated in all of them; NaN if unknown
  static Sample of(List<Cost> turns, Served all, double allocatedBytes) {
    return new Sample(
        turns,
        all.messages(),
        all.messages() / all.seconds(),
        all.p50Micros(),
        all.p99Micros(),
        all.lost(),
        allocatedBytes / all.messages());
  }

  /// Returns the server's processor time per message over all turns.
  double cpuMicros() {
    return Cost.perMessage(turns);
  }
}
