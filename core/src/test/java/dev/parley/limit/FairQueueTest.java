package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class FairQueueTest {
  private static final String A = "192.0.2.1";
  private static final String B = "192.0.2.2";

  private final FairQueue<String> queue = new FairQueue<>(4);

  private String add(String address, String piece) {
    return queue.add(SourceLevelsTest.levels(address), piece);
  }

  private String rest() {
    StringBuilder all = new StringBuilder();
    for (String piece = queue.poll(); piece != null; piece = queue.poll()) {
      all.append(piece).append(' ');
    }
    return all.toString().strip();
  }

  @Test
  void sourcesTakeTurns() {
    add(A, "a1");
    add(A, "a2");
    add(A, "a3");
    add(B, "b1");
    assertEquals(4, queue.size());
    assertEquals("a1 b1 a2 a3", rest());
    assertEquals(0, queue.size());
    assertNull(queue.poll());
  }

  @Test
  void aSourceThatWasServedWaitsForAllOthers() {
    add(A, "a1");
    add(A, "a2");
    add(B, "b1");
    assertEquals("a1", queue.poll());
    add("192.0.2.3", "c1");
    assertEquals("b1 a2 c1", rest());
  }

  @Test
  void oneMoreThanTheMostCostsTheSourceThatHoldsMostItsNewest() {
    assertNull(add(A, "a1"));
    assertNull(add(A, "a2"));
    assertNull(add(A, "a3"));
    assertNull(add(B, "b1"));
    assertEquals("a3", add("192.0.2.3", "c1"));
    assertEquals("a3", add(A, "a3"), "its own newest");
    assertEquals("a1 b1 c1 a2", rest());
  }

  @Test
  void whereAllHoldAsMuchTheNewcomerGivesWay() {
    for (int i = 1; i <= 4; i++) {
      assertNull(add("192.0.2." + i, "piece " + i));
    }
    assertEquals("piece 5", add("192.0.2.5", "piece 5"));
    assertEquals(4, queue.size());
  }

  @Test
  void networksOfOneSiteHaveOneShare() {
    add("2001:db8:0:1::1", "x1");
    add("2001:db8:0:2::1", "x2");
    add("2001:db8:0:100::1", "x3");
    add(A, "a1");
    assertEquals("x2", add(A, "a2"), "the /48 holds most, and its /56 of two networks most of it");
    assertEquals("x1 a1 x3 a2", rest());
  }
}
