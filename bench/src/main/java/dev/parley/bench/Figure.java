package dev.parley.bench;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// A figure in which two servers are compared: less is better.
enum Figure {
  /// The server's processor time per message.
  CPU("", eachTurn(Cost::perMessage)),

  /// How long each message took while as many as allowed were under way: messages a second, the
  /// other way round.
  PACE("time per message", eachTurn(Cost::pace)),

  /// The 99th percentile of the answer time, of all turns of a round together. That of a turn would
  /// be its slowest text or two where little is said in a second, since a text that is late is late
  /// for all members.
  P99("p99", sample -> List.of(sample.p99Micros()));

  private final String title;

  // Made of methods of records.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Function<Sample, List<Double>> of;

  Figure(String title, Function<Sample, List<Double>> of) {
    this.title = title;
    this.of = of;
  }

  private static Function<Sample, List<Double>> eachTurn(ToDoubleFunction<Cost> figure) {
    return sample -> sample.turns().stream().map(figure::applyAsDouble).toList();
  }

  /// Returns its name for people, empty for what is meant where nothing is said.
  String title() {
    return title;
  }

  /// Returns the figures of a round: one for each turn, or one for all. NaN where nothing was
  /// measured.
  List<Double> of(Sample sample) {
    return of.apply(sample);
  }
}
