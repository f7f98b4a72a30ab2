package dev.parley.bench;

import dev.parley.load.Turn;
import java.util.List;

/// What one contender has shown in one round of a heat. Times are in microseconds.
///
/// @param turns what each of its turns has cost, in order
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
  /// Lists are copied.
  Sample {
    turns = List.copyOf(turns);
  }

  /// The sample of these turns, and what was seen in all of them.
  static Sample of(List<Cost> turns, Turn seen) {
    return new Sample(
        turns,
        seen.messages(),
        seen.messages() / seen.seconds(),
        seen.latency().p50(),
        seen.latency().p99(),
        seen.lost());
  }

  /// The server's processor time per message, of all turns together.
  double cpuMicros() {
    return Cost.perMessage(turns);
  }
}
