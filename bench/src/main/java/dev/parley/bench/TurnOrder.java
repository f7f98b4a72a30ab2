package dev.parley.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Who is next, from turn to turn: a balanced Latin square (E. J. Williams 1949). Of four:
///
/// ```
///   turn 0:  A B D C
///   turn 1:  B C A D
///   turn 2:  C D B A
///   turn 3:  D A C B
/// ```
///
/// Over as many turns as there are entrants, twice as many if that is odd, each stands in every
/// place equally often and follows every other one equally often: what one leaves behind in the
/// caches, or a machine that grows slower, favours nobody.
final class TurnOrder {
  private TurnOrder() {}

  /// The order of this turn, from 0.
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
