package dev.parley.chat.internal.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.parley.chat.protocol.ChatJson;
import dev.parley.frame.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Messages that come in parts, from peers that send them in any way.
final class PartGathererTest {
  private static final int MAX_OPEN = 4;
  private static final int MAX_PARTS = 200;

  private final PartGatherer parts = new PartGatherer(MAX_OPEN, MAX_PARTS);

  private @Nullable String add(String of, int part, int count, String data) {
    Message whole = parts.add(of, part, count, data);
    return whole == null ? null : whole.text();
  }

  @Test
  void partsInAnyOrderAndTwiceAreTheMessage() {
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
      parts.clear(); // what has come once more begins anew
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
    assertNull(add("x", 1, ChatJson.MAX_PARTS + 1, "a"));
    assertNull(add("x".repeat(ChatJson.MAX_PART_NAME + 1), 1, 1, "a"));
    assertEquals("a", add("x".repeat(ChatJson.MAX_PART_NAME), 1, 1, "a"));
    assertNull(add("😀".repeat(ChatJson.MAX_PART_NAME + 1), 1, 1, "a"));
    assertEquals("a", add("😀".repeat(ChatJson.MAX_PART_NAME), 1, 1, "a"));
    assertNull(add("x", 1, 1, "a".repeat(1_001)));
    assertEquals("a".repeat(1_000), add("x", 1, 1, "a".repeat(1_000)));
    assertNull(add("x", 1, 1, "长".repeat(333) + "é")); // 1,001 bytes
    assertEquals("长".repeat(333) + "e", add("x", 1, 1, "长".repeat(333) + "e"));
  }

  @Test
  void theMostPartsMakeAMessage() {
    for (int part = 1; part < ChatJson.MAX_PARTS; part++) {
      assertNull(add("x", part, ChatJson.MAX_PARTS, "a"));
    }
    assertEquals(
        "a".repeat(ChatJson.MAX_PARTS), add("x", ChatJson.MAX_PARTS, ChatJson.MAX_PARTS, "a"));
  }

  @Test
  void whatIsLongerThanAMessageIsNotKeptUntilItIsComplete() {
    for (int part = 1; part <= 65; part++) {
      assertNull(add("x", part, 100, "a".repeat(1_000)));
    }
    assertNull(add("x", 66, 100, "a".repeat(536)));
    assertEquals("a".repeat(65_537), add("x", 67, 100, "a"));
    assertNull(add("x", 68, 100, "a"));
  }

  @Test
  void anotherNumberOfPartsIsAnotherMessage() {
    assertNull(add("x", 1, 2, "old"));
    assertNull(add("x", 1, 3, "a"));
    assertNull(add("x", 2, 3, "b"));
    assertEquals("abc", add("x", 3, 3, "c"));
  }

  @Test
  void thoseThatHaveBegunAreCompletedBeforeOthersBegin() {
    for (int i = 0; i < MAX_OPEN; i++) {
      assertNull(add("x" + i, 1, 2, "a"));
    }
    assertNull(add("y", 1, 1, "one too many"));
    assertEquals("ab", add("x0", 2, 2, "b"));
    assertEquals("there is room", add("y", 1, 1, "there is room"));
  }

  @Test
  void whatAMessageMayNeedIsSetAside() {
    assertNull(add("x", 1, MAX_PARTS - 100, "a"));
    assertNull(add("y", 1, 101, "a"));
    assertNull(add("z", 1, 100, "a"));
    assertNull(add("one too many", 1, 1, "a"));
    parts.clear();
    assertEquals("a", add("one too many", 1, 1, "a"));
  }

  @Test
  void thatOfWhichNothingComesIsForgotten() {
    for (int i = 0; i < MAX_OPEN; i++) {
      assertNull(add("x" + i, 1, 50, "a"));
    }
    parts.age();
    assertNull(add("x0", 1, 50, "a")); // again
    parts.age();
    assertNull(add("y", 1, 150, "a"));
    assertNull(add("z", 1, 1, "no room for this"));
    assertNull(add("x0", 2, 50, "b"));
    parts.age();
    parts.age();
    assertEquals("z", add("z", 1, 1, "z"));
  }
}
