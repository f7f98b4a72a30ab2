package dev.parley.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// All timed passes of a run, by point and round. For one thread.
final class Samples {
  private final Map<Point, TreeMap<Integer, Sample>> byPoint = new LinkedHashMap<>();

  /// Takes what one pass found.
  void add(Point point, int round, Sample sample) {
    byPoint.computeIfAbsent(point, _ -> new TreeMap<>()).put(round, sample);
  }

  /// What was measured, in the order of the first round.
  List<Point> points() {
    return List.copyOf(byPoint.keySet());
  }

  /// The passes of a point, oldest first.
  List<Sample> of(Point point) {
    TreeMap<Integer, Sample> rounds = byPoint.get(point);
    return rounds == null ? List.of() : List.copyOf(rounds.values());
  }

  /// One figure of a point over its rounds; empty if it was not measured.
  Optional<Spread> spread(Point point, ToDoubleFunction<Sample> figure) {
    List<Double> figures = of(point).stream().map(figure::applyAsDouble).toList();
    return figures.isEmpty() ? Optional.empty() : Optional.of(Spread.of(figures));
  }

  /// How many times the processor time of `other` a message costs `subject`: the ratio within each
  /// round, where both were measured one shortly after the other, over all rounds. Empty if no
  /// round has both.
  Optional<Spread> ratio(Point subject, Point other) {
    List<Double> ratios = new ArrayList<>();
    TreeMap<Integer, Sample> others = byPoint.getOrDefault(other, new TreeMap<>());
    byPoint
        .getOrDefault(subject, new TreeMap<>())
        .forEach((round, sample) -> {
          Sample against = others.get(round);
          if (against != null && against.cpuMicros() > 0) {
            ratios.add(sample.cpuMicros() / against.cpuMicros());
          }
        });
    return ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
  }

  /// The one of `points` with the smallest median of processor time per message.
  Optional<Point> best(List<Point> points) {
    Point best = null;
    double least = Double.POSITIVE_INFINITY;
    for (Point point : points) {
      double median =
          spread(point, Sample::cpuMicros).map(Spread::median).orElse(Double.POSITIVE_INFINITY);
      if (median < least) {
        best = point;
        least = median;
      }
    }
    return Optional.ofNullable(best);
  }
}
