package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Replies wait for those before them.
final class ReplyOrderTest {
  private final ReplyOrder order = new ReplyOrder();
  private final List<String> replies = new ArrayList<>();

  private Runnable reply(String name) {
    return () -> replies.add(name);
  }

  @Test
  void aReplyThatNothingIsBeforeIsMadeAtOnce() {
    order.reply(reply("a"));
    assertEquals(List.of("a"), replies);
    assertTrue(order.isEmpty());
  }

  @Test
  void repliesWaitForThePlaceBeforeThem() {
    ReplyOrder.Place first = order.place();
    order.reply(reply("b"));
    ReplyOrder.Place third = order.place();
    order.reply(reply("d"));
    order.reply(third, reply("c"));
    assertEquals(List.of(), replies);
    assertFalse(order.isEmpty());
    order.reply(first, reply("a"));
    assertEquals(List.of("a", "b", "c", "d"), replies);
    assertTrue(order.isEmpty());
  }
}
