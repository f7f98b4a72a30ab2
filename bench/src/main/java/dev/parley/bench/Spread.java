package dev.parley.bench;

import java.util.List;
import java.util.Locale;

/// The median of several figures, and their spread.
///
/// @param low the smallest, or the lower quartile
/// @param high the largest, or the upper quartile
/// @param count the number of figures, at least 1
record Spread(double median, double low, double high, int count) {
  /// Returns the median of at least one figure, with the smallest and the largest. The median of an
  /// even number of figures is the mean of the middle two.
  static Spread of(List<Double> figures) {
    List<Double> sorted = sorted(figures);
    return new Spread(at(sorted, 0.5), sorted.getFirst(), sorted.getLast(), sorted.size());
  }

  /// Returns the median of at least one figure, with the quartiles: half of the figures lie
  /// between.
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

  /// Returns the quantile `part`, from 0 to 1, interpolated between neighbours.
  private static double at(List<Double> sorted, double part) {
    double place = part * (sorted.size() - 1);
    double below = sorted.get((int) Math.floor(place));
    double above = sorted.get((int) Math.ceil(place));
    return below + (above - below) * (place - Math.floor(place));
  }

  /// Returns the spread of figures that are larger by `more`.
  Spread plus(double more) {
    return new Spread(median + more, low + more, high + more, count);
  }

  /// Returns `5.41 (5.20..5.93)`, or `5.41` for a single figure.
  @Override
  public String toString() {
    return count == 1 ? text(median) : text(median) + " (" + text(low) + ".." + text(high) + ")";
  }

  /// Prints about three significant digits.
  static String text(double value) {
    int decimals = Math.abs(value) < 1 ? 3 : Math.abs(value) < 100 ? 2 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
