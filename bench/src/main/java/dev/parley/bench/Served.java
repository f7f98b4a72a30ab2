package dev.parley.bench;

import dev.parley.load.Turn;
import java.util.Optional;

/// What a server has done in a turn, or in several together.
///
/// @param messages answered, delivered or otherwise done
/// @param seconds how long it took
/// @param answers the times of the answers; empty if there are none to time
record Served(long messages, double seconds, Optional<Turn> answers) {
  /// Nothing yet.
  static final Served NOTHING = new Served(0, 0, Optional.empty());

  /// What was done without timing each message.
  Served(long messages, double seconds) {
    this(messages, seconds, Optional.empty());
  }

  /// Returns the same without the times of the answers, which mean nothing.
  Served withoutTimes() {
    return new Served(messages, seconds);
  }

  /// Returns the sum of this and another.
  Served plus(Served other) {
    return new Served(
        messages + other.messages,
        seconds + other.seconds,
        answers.map(some -> other.answers.map(some::plus).orElse(some)).or(other::answers));
  }

  /// Returns the median of the answer time in microseconds, NaN if there is none.
  double p50Micros() {
    return answers.map(turn -> turn.latency().p50()).orElse(Double.NaN);
  }

  /// Returns the 99th percentile of the answer time in microseconds, NaN if there is none.
  double p99Micros() {
    return answers.map(turn -> turn.latency().p99()).orElse(Double.NaN);
  }

  /// Returns the number of datagrams that were given up.
  long lost() {
    return answers.map(Turn::lost).orElse(0L);
  }
}
