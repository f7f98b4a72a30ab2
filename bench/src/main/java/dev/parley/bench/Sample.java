package dev.parley.bench;

import java.util.Map;

/// What the generator found in one timed pass. Times are in microseconds.
///
/// @param cpuMicros the server's processor time per message, user and system
/// @param messages messages answered in the timed part
/// @param perSecond messages per second
/// @param p50Micros the median of the answer time
/// @param p99Micros its 99th percentile
/// @param wrong answers that were not the expected ones
/// @param lost messages without an answer
record Sample(
    double cpuMicros,
    long messages,
    double perSecond,
    double p50Micros,
    double p99Micros,
    long wrong,
    long lost) {

  /// Reads the generator's JSON object.
  ///
  /// @throws IllegalArgumentException if a figure is missing
  static Sample of(Map<String, Object> json) {
    return new Sample(
        Json.number(json, "server", "cpu_us_per_message"),
        (long) Json.number(json, "messages"),
        Json.number(json, "messages_per_s"),
        Json.number(json, "latency_us", "p50"),
        Json.number(json, "latency_us", "p99"),
        (long) Json.number(json, "wrong"),
        (long) Json.number(json, "lost"));
  }
}
