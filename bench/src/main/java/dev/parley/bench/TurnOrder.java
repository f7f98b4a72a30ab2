package dev.parley.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The order of entrants in each turn: a balanced Latin square (E. J. Williams 1949). Of four:
///
/// ```
///   turn 0:  A B D C
///   turn 1:  B C A D
///   turn 2:  C D B A
///   turn 3:  D A C B
/// ```
///
/// Over as many turns as there are entrants, or twice as many if that is odd, each takes every
/// place equally often and follows every other one equally often. So neither the state that one
/// leaves in the caches nor a machine that slows down favours anybody.
final class TurnOrder {
  private TurnOrder() {}

  /// Returns the order of this turn, counted from 0.
  static <T> List<T> of(List<T> entrants, int turn) {
    int count = entrants.size();
    List<T> order = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int place = i % 2 == 1 ? (i + 1) / 2 : count - i / 2;
      order.add(entrants.get((place + turn) % count));
    }
    if (count % 2 == 1 && turn / count % 2 == 1) {
      Collections.reverse(order);
    }
    return order;
  }
}
