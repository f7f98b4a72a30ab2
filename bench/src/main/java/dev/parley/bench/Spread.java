package dev.parley.bench;

import java.util.List;
import java.util.Locale;

/// The median of several figures, and how far they lie apart.
///
/// @param low the least of them, or their lower quartile
/// @param high the most of them, or their upper quartile
/// @param count how many there are, at least 1
record Spread(double median, double low, double high, int count) {
  /// The median of at least one figure, with the least and the most. The median of an even number
  /// is the mean of the middle two.
  static Spread of(List<Double> figures) {
    List<Double> sorted = sorted(figures);
    return new Spread(at(sorted, 0.5), sorted.getFirst(), sorted.getLast(), sorted.size());
  }

  /// The median of at least one figure, with the quartiles: half of them lie in between.
  static Spread quartiles(List<Double> figures) {
    List<Double> sorted = sorted(figures);
    return new Spread(at(sorted, 0.5), at(sorted, 0.25), at(sorted, 0.75), sorted.size());
  }

  private static List<Double> sorted(List<Double> figures) {
    if (figures.isEmpty()) {
      throw new IllegalArgumentException("no figures, no median");
    }
    return figures.stream().sorted().toList();
  }

  /// What so much of them lies below, between two neighbours in proportion.
  private static double at(List<Double> sorted, double part) {
    double place = part * (sorted.size() - 1);
    double below = sorted.get((int) Math.floor(place));
    double above = sorted.get((int) Math.ceil(place));
    return below + (above - below) * (place - Math.floor(place));
  }

  /// `5.41 (5.20..5.93)`, or `5.41` of a single part.
  @Override
  public String toString() {
    return count == 1 ? text(median) : text(median) + " (" + text(low) + ".." + text(high) + ")";
  }

  /// Three digits that say something.
  static String text(double value) {
    int decimals = Math.abs(value) < 1 ? 3 : Math.abs(value) < 100 ? 2 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
