package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RingQueueTest {
  private final RingQueue<Integer> queue = new RingQueue<>();

  private List<Integer> all() {
    List<Integer> all = new ArrayList<>();
    queue.forEach(all::add);
    return all;
  }

  @Test
  void anEmptyQueueHasNothingToGive() {
    assertTrue(queue.isEmpty());
    assertNull(queue.peek());
    assertNull(queue.peekLast());
    assertNull(queue.poll());
    assertNull(queue.pollLast());
    assertFalse(queue.remove(1));
    assertThrows(NoSuchElementException.class, queue::remove);
    assertThrows(NoSuchElementException.class, () -> queue.iterator().next());
  }

  @Test
  void whatIsTakenOutOfTheMiddleLeavesTheOthersInOrder() {
    for (int i = 0; i < 6; i++) {
      queue.add(i);
    }
    assertEquals(0, queue.remove());
    queue.add(6);
    assertTrue(queue.remove(Integer.valueOf(3)));
    assertFalse(queue.remove(Integer.valueOf(3)));
    assertEquals(List.of(1, 2, 4, 5, 6), all());
  }

  @Test
  void aClearedQueueBeginsAnew() {
    queue.add(1);
    queue.add(2);
    queue.clear();
    assertEquals(List.of(), all());
    queue.add(3);
    assertEquals(List.of(3), all());
  }

  @Test
  void doesWhatTheOneOfTheJdkDoes() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      ArrayDeque<Integer> expected = new ArrayDeque<>();
      queue.clear();
      for (int step = 0; step < 200; step++) {
        switch (random.nextInt(5)) {
          case 0 -> assertEquals(expected.poll(), queue.poll());
          case 1 -> assertEquals(expected.pollLast(), queue.pollLast());
          default -> {
            expected.add(step);
            queue.add(step);
          }
        }
        assertEquals(expected.size(), queue.size());
        assertEquals(expected.peek(), queue.peek());
        assertEquals(expected.peekLast(), queue.peekLast());
      }
      assertEquals(new ArrayList<>(expected), all(), "seed " + seed);
    }
  }
}
