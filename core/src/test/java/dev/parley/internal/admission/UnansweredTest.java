package dev.parley.internal.admission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tests what is sent again when nobody has listened.
class UnansweredTest {
  private final Unanswered unanswered = new Unanswered();
  private final List<String> sent = new ArrayList<>();

  private void add(String text, long now) {
    unanswered.add(UTF_8.encode(text), now);
  }

  private boolean sendAgain(int others, long now) {
    sent.clear();
    return unanswered.sendAgain(others, now, bytes -> sent.add(UTF_8.decode(bytes).toString()));
  }

  @Test
  void allIsSentToEachOtherAddressOnceInItsOrder() {
    add("one", 0);
    add("", 0);
    assertTrue(sendAgain(2, 1));
    assertEquals(List.of("one", ""), sent);
    add("two", 1);
    assertTrue(sendAgain(2, 2));
    assertEquals(List.of("one", "", "two"), sent);
    assertFalse(sendAgain(2, 3));
    assertEquals(List.of("two"), sent);
    assertFalse(sendAgain(2, 4));
    assertEquals(List.of(), sent);
    assertTrue(sendAgain(2, 5));
  }

  @Test
  void whatIsOldHasBeenHeard() {
    add("heard", 0);
    add("refused", 1);
    assertTrue(sendAgain(1, Unanswered.KEPT_NANOS));
    assertEquals(List.of("refused"), sent);
  }

  @Test
  void onlyTheLatestAreKept() {
    for (int i = 0; i <= Unanswered.MOST; i++) {
      add(String.valueOf(i), 0);
    }
    assertTrue(sendAgain(1, 1));
    assertEquals(Unanswered.MOST, sent.size());
    assertEquals("1", sent.getFirst());
  }

  @Test
  void onlySoManyBytesAreKept() {
    unanswered.add(ByteBuffer.allocate(1), 0);
    unanswered.add(ByteBuffer.allocate(Unanswered.MAX_BYTES - 1), 0);
    assertTrue(sendAgain(9, 1));
    assertEquals(2, sent.size());
    unanswered.add(ByteBuffer.allocate(1), 1);
    assertTrue(sendAgain(9, 1));
    assertEquals(2, sent.size());
    assertEquals(Unanswered.MAX_BYTES - 1, sent.getFirst().length());
  }

  @Test
  void theBufferIsTheCallersStill() {
    ByteBuffer bytes = ByteBuffer.wrap("xhello".getBytes(UTF_8)).position(1);
    unanswered.add(bytes, 0);
    assertEquals(5, bytes.remaining());
    bytes.put(2, (byte) 'u');
    assertTrue(sendAgain(1, 0));
    assertEquals(List.of("hello"), sent);
  }
}
