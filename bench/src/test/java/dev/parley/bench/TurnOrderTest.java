package dev.parley.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TurnOrderTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 10, 11})
  void eachFollowsEachOtherAndStandsInEachPlaceEquallyOften(int count) {
    List<Integer> entrants = IntStream.range(0, count).boxed().toList();
    Map<List<Integer>, Integer> followers = new HashMap<>();
    Map<List<Integer>, Integer> places = new HashMap<>();
    for (int turn = 0; turn < 2 * count; turn++) {
      List<Integer> order = TurnOrder.of(entrants, turn);
      assertEquals(Set.copyOf(entrants), Set.copyOf(order));
      for (int i = 0; i < count; i++) {
        places.merge(List.of(i, order.get(i)), 1, Integer::sum);
        if (i > 0) {
          followers.merge(order.subList(i - 1, i + 1), 1, Integer::sum);
        }
      }
    }
    assertEquals(count * count, places.size());
    assertEquals(Set.of(2), Set.copyOf(places.values()));
    assertEquals(count * (count - 1), followers.size());
    assertEquals(count == 1 ? Set.of() : Set.of(2), Set.copyOf(followers.values()));
  }
}
