package dev.parley.bench;

import java.util.Optional;

/// One promise held against what was measured.
///
/// @param what the load, for people
/// @param against whom Parley is compared with, or an empty text
/// @param unit of both numbers: `x` for a ratio, `ms`, `bytes`
/// @param atMost the promise, or NaN where the figure is only reported
/// @param figure what was measured; empty if it was not
record Verdict(String what, String against, String unit, double atMost, Optional<Spread> figure) {
  /// `met`, `MISSED`, `reported` or `not measured`. The median decides.
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
