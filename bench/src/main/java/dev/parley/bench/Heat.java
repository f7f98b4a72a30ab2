package dev.parley.bench;

import java.util.List;

/// Points that are measured together: all their servers run at the same time and take turns, so
/// that their figures can be compared.
///
/// @param title its name, as a heading
/// @param prefix the prefix of its rows' names, for points that are in another heat, too
record Heat(String title, String prefix, List<Point> points) {
  /// Copies the lists.
  Heat {
    points = List.copyOf(points);
  }

  /// Returns the name of a row, unique among all heats.
  String row(Point point) {
    return prefix + point;
  }
}
