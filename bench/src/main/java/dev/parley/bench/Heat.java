package dev.parley.bench;

import java.util.List;

/// Points that are measured together: all their servers run at the same time and take turns, so
/// that their figures can be held against each other.
///
/// @param title its name, as a head line
/// @param prefix what its rows' names begin with, where a point may be in another heat too
record Heat(String title, String prefix, List<Point> points) {
  /// Lists are copied.
  Heat {
    points = List.copyOf(points);
  }

  /// The name of a row, which no other heat has.
  String row(Point point) {
    return prefix + point;
  }
}
