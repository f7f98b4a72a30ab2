package dev.parley.bench;

import java.util.List;
import java.util.Locale;

/// The figures of several rounds in three: the median, and how far they lie apart.
///
/// @param rounds how many there were, at least 1
record Spread(double median, double least, double most, int rounds) {
  /// The spread of at least one figure. The median of an even number is the mean of the middle two.
  static Spread of(List<Double> figures) {
    if (figures.isEmpty()) {
      throw new IllegalArgumentException("no figures, no median");
    }
    List<Double> sorted = figures.stream().sorted().toList();
    int half = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    return new Spread(median, sorted.getFirst(), sorted.getLast(), sorted.size());
  }

  /// `5.41 (5.20..5.93)`, or `5.41` of a single round.
  @Override
  public String toString() {
    return rounds == 1 ? text(median) : text(median) + " (" + text(least) + ".." + text(most) + ")";
  }

  /// Three digits that say something.
  static String text(double value) {
    int decimals = Math.abs(value) < 1 ? 3 : Math.abs(value) < 100 ? 2 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
