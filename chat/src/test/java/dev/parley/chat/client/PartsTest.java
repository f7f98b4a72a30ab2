package dev.parley.chat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.parley.chat.protocol.Notice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Notices that come in parts, from servers that send them in any way.
final class PartsTest {
  private final Parts parts = new Parts();

  private @Nullable String add(String of, int part, int count, String data) {
    return parts.add(new Notice.Part(of, part, count, data));
  }

  @Test
  void partsInAnyOrderAndTwiceAreTheNotice() {
    String whole = "{\"kind\":\"typing\",\"room\":\"#房间\",\"name\":\"ada\"}";
    for (long seed = 1; seed <= 100; seed++) {
      Random random = new Random(seed);
      List<Integer> order = new ArrayList<>();
      IntStream.rangeClosed(1, whole.length()).forEach(order::add);
      IntStream.rangeClosed(1, 20).forEach(_ -> order.add(1 + random.nextInt(whole.length())));
      Collections.shuffle(order, random);
      String found = null;
      for (int part : order) {
        String complete = add("x" + seed, part, whole.length(), whole.substring(part - 1, part));
        found = complete != null ? complete : found;
      }
      assertEquals(whole, found);
    }
  }

  @Test
  void onePartIsAllThereIs() {
    assertEquals("all", add("x", 1, 1, "all"));
    assertEquals("", add("x", 1, 1, ""));
  }

  @Test
  void partsOutOfRangeAreIgnored() {
    assertNull(add("x", 0, 1, "a"));
    assertNull(add("x", 2, 1, "a"));
    assertNull(add("x", 1, 0, "a"));
    assertNull(add("x", -1, -1, "a"));
    assertNull(add("x", 1, Parts.MAX_PARTS + 1, "a"));
    assertNull(add("x", 1, 1, "a".repeat(Parts.MAX_CHARS + 1)));
    assertNull(add("x".repeat(129), 1, 1, "a"));
    assertEquals("a".repeat(Parts.MAX_CHARS), add("x", 1, 1, "a".repeat(Parts.MAX_CHARS)));
  }

  @Test
  void theMostPartsMakeANotice() {
    for (int part = 1; part < Parts.MAX_PARTS; part++) {
      assertNull(add("x", part, Parts.MAX_PARTS, "a"));
    }
    assertEquals("a".repeat(Parts.MAX_PARTS), add("x", Parts.MAX_PARTS, Parts.MAX_PARTS, "a"));
  }

  @Test
  void anotherNumberOfPartsIsAnotherNotice() {
    assertNull(add("x", 1, 2, "old"));
    assertNull(add("x", 1, 3, "a"));
    assertNull(add("x", 2, 3, "b"));
    assertEquals("abc", add("x", 3, 3, "c"));
  }

  @Test
  void theOldestOfTooManyGivesWay() {
    for (int i = 0; i <= Parts.MAX_OPEN; i++) {
      assertNull(add("x" + i, 1, 2, "a"));
    }
    assertNull(add("x0", 2, 2, "b")); // began again, and pushed out the next
    assertEquals("ab", add("x" + Parts.MAX_OPEN, 2, 2, "b"));
  }
}
