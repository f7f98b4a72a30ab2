package dev.parley.bench;

import java.util.Optional;

/// One promise compared with its measurement.
///
/// @param what the load, for people
/// @param against the contender that Parley is compared with, or an empty text
/// @param unit of both numbers: `x` for a ratio, `ms`, `bytes`
/// @param atMost the promise, or NaN if the figure is only reported
/// @param figure the measurement; empty if there is none
record Verdict(String what, String against, String unit, double atMost, Optional<Spread> figure) {
  /// Returns `met`, `MISSED`, `reported` or `not measured`. The median decides.
  String word() {
    if (figure.isEmpty()) {
      return "not measured";
    }
    if (Double.isNaN(atMost)) {
      return "reported";
    }
    return figure.get().median() <= atMost ? "met" : "MISSED";
  }
}
