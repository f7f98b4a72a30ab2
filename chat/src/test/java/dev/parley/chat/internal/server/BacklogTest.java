package dev.parley.chat.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Message;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private final Backlog backlog = new Backlog();

  private String next() {
    return Objects.requireNonNull(backlog.poll()).text();
  }

  @Test
  void aRestComesBeforeWhatCameLater() {
    assertTrue(backlog.add(Message.of("two")));
    assertTrue(backlog.add(Message.of("")));
    assertTrue(backlog.putBack(Message.of("一")));
    assertEquals("一", next());
    assertEquals("two", next());
    assertEquals("", next());
    assertNull(backlog.poll());
  }

  @Test
  void itHoldsExactlyItsBytesAndNoneMore() {
    assertTrue(backlog.add(Message.of("x".repeat(Backlog.MAX_BYTES - 1))));
    assertTrue(backlog.putBack(Message.of("y")));
    assertFalse(backlog.add(Message.of("z")));
    assertFalse(backlog.putBack(Message.of("z")));
    assertEquals("y", next());
    assertTrue(backlog.add(Message.of("z")));
  }
}
