package dev.parley.bench;

import java.util.function.ToDoubleFunction;

/// A figure of a turn in which two servers are compared: less is better.
enum Figure {
  /// The server's processor time per message.
  CPU("", Cost::perMessage),

  /// How long each message took while as many as allowed were under way: messages a second, the
  /// other way round.
  PACE("time per message", Cost::pace),

  /// The 99th percentile of the answer time.
  P99("p99", Cost::p99Micros);

  private final String title;

  // A method of a record.
  @SuppressWarnings("ImmutableEnumChecker")
  private final ToDoubleFunction<Cost> of;

  Figure(String title, ToDoubleFunction<Cost> of) {
    this.title = title;
    this.of = of;
  }

  /// Returns its name for people, empty for what is meant where nothing is said.
  String title() {
    return title;
  }

  /// Returns the figure of a turn; NaN if it was not measured.
  double of(Cost turn) {
    return of.applyAsDouble(turn);
  }
}
