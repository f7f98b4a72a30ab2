package dev.parley.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// All timed figures of a run, by heat, point and round. Confined to one thread.
final class Samples {
  private final Map<Heat, Map<Point, TreeMap<Integer, Sample>>> byHeat = new LinkedHashMap<>();

  /// Adds the figures of one contender in one round of a heat.
  void add(Heat heat, Point point, int round, Sample sample) {
    byHeat
        .computeIfAbsent(heat, _ -> new LinkedHashMap<>())
        .computeIfAbsent(point, _ -> new TreeMap<>())
        .put(round, sample);
  }

  /// Returns the heats that have figures, in the order of the first round.
  List<Heat> heats() {
    return List.copyOf(byHeat.keySet());
  }

  /// Returns the points of a heat that have figures, in the heat's order.
  List<Point> points(Heat heat) {
    return heat.points().stream().filter(point -> !of(heat, point).isEmpty()).toList();
  }

  /// Returns the rounds of a point, oldest first.
  List<Sample> of(Heat heat, Point point) {
    return List.copyOf(rounds(heat, point).values());
  }

  private Map<Integer, Sample> rounds(Heat heat, Point point) {
    return byHeat.getOrDefault(heat, Map.of()).getOrDefault(point, new TreeMap<>());
  }

  /// Returns a point's processor time per message, the median of all its turns; empty if it was not
  /// measured.
  Optional<Spread> cost(Heat heat, Point point) {
    return quartiles(
        of(heat, point).stream()
            .flatMap(sample -> sample.turns().stream())
            .map(Cost::perMessage)
            .toList());
  }

  private static Optional<Spread> quartiles(List<Double> figures) {
    return figures.isEmpty() ? Optional.empty() : Optional.of(Spread.quartiles(figures));
  }

  /// Returns another figure of a point, its median over the rounds.
  Optional<Double> median(Heat heat, Point point, ToDoubleFunction<Sample> figure) {
    List<Double> figures = of(heat, point).stream().map(figure::applyAsDouble).toList();
    return figures.isEmpty() ? Optional.empty() : Optional.of(Spread.of(figures).median());
  }

  /// True if a server of this heat told what it allocates.
  boolean tellsAllocation(Heat heat) {
    return heat.points().stream()
        .flatMap(point -> of(heat, point).stream())
        .anyMatch(sample -> Double.isFinite(sample.allocatedBytes()));
  }

  /// Returns the processor time of a message to `subject` as a multiple of that to `other`.
  Optional<Spread> ratio(Point subject, Point other) {
    return ratio(Figure.CPU, subject, other);
  }

  /// Returns a figure of `subject` as a multiple of that of `other`: the median of the ratios
  /// within each turn, or each round, of the rounds and heats in which both took part. Empty if
  /// there are none.
  Optional<Spread> ratio(Figure figure, Point subject, Point other) {
    List<Double> ratios = new ArrayList<>();
    for (Heat heat : byHeat.keySet()) {
      rounds(heat, subject)
          .forEach((round, sample) -> {
            Sample against = rounds(heat, other).get(round);
            if (against != null) {
              List<Double> ours = figure.of(sample);
              List<Double> theirs = figure.of(against);
              for (int i = 0; i < ours.size(); i++) {
                ratios.add(ours.get(i) / theirs.get(i));
              }
            }
          });
    }
    return quartiles(ratios.stream().filter(Double::isFinite).toList());
  }

  /// Returns the one of `others` with the least figure: the one against which the subject's ratio
  /// is largest.
  Optional<Point> best(Figure figure, Point subject, List<Point> others) {
    Point best = null;
    double most = Double.NEGATIVE_INFINITY;
    for (Point other : others) {
      double ratio =
          ratio(figure, subject, other).map(Spread::median).orElse(Double.NEGATIVE_INFINITY);
      if (ratio > most) {
        best = other;
        most = ratio;
      }
    }
    return Optional.ofNullable(best);
  }
}
