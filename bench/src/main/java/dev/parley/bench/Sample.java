package dev.parley.bench;

import dev.parley.load.Turn;
import java.util.List;

/// The figures of one contender in one round of a heat. Times are in microseconds.
///
/// @param turns the cost of each of its turns, in order
/// @param messages messages answered in all of them
/// @param perSecond messages per second of its own turns
/// @param p50Micros the median of the answer time
/// @param p99Micros its 99th percentile
/// @param lost datagrams without an answer
record Sample(
    List<Cost> turns,
    long messages,
    double perSecond,
    double p50Micros,
    double p99Micros,
    long lost) {
  /// Copies the lists.
  Sample {
    turns = List.copyOf(turns);
  }

  /// Returns the sample of these turns, with their totals in `seen`.
  static Sample of(List<Cost> turns, Turn seen) {
    return new Sample(
        turns,
        seen.messages(),
        seen.messages() / seen.seconds(),
        seen.latency().p50(),
        seen.latency().p99(),
        seen.lost());
  }

  /// Returns the server's processor time per message over all turns.
  double cpuMicros() {
    return Cost.perMessage(turns);
  }
}
