package dev.parley.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PendingInputTest {
  private static final int MAX_BYTES = 1 << 20;

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static ByteBuffer bytes(int size) {
    return ByteBuffer.allocate(size);
  }

  private static String text(PendingInput input) {
    return StandardCharsets.US_ASCII.decode(input.bytes().duplicate()).toString();
  }

  @Test
  void itKeepsWhatIsNotConsumedAndAppendsInOrder() {
    ByteBuffer read = bytes("one two");
    PendingInput input = PendingInput.copyOf(read.position(4));
    assertFalse(read.hasRemaining());
    assertEquals("two", text(input));
    for (String part : new String[] {" three", " four", " five"}) {
      input.append(bytes(part), MAX_BYTES);
    }
    assertEquals("two three four five", text(input));
    input.bytes().position(4);
    input.append(bytes(" six"), MAX_BYTES);
    assertEquals("three four five six", text(input));
    input.bytes().position(input.bytes().limit());
    assertTrue(input.isEmpty());
  }

  @Test
  void itIsAsLargeAsWhatHasArrivedAndGrowsByDoubling() {
    PendingInput input = PendingInput.copyOf(bytes(100));
    int own = PendingInput.cost(input) - 100;
    input.append(bytes(1), MAX_BYTES);
    assertEquals(own + 202, PendingInput.cost(input));
    input.append(bytes(101), MAX_BYTES);
    assertEquals(own + 202, PendingInput.cost(input), "it has exactly that capacity");
    input.append(bytes(1), MAX_BYTES);
    assertEquals(own + 406, PendingInput.cost(input));
  }

  @Test
  void itGrowsToTheMaximumAndOneReadUnlessMoreHasArrived() {
    int max = EventLoop.BUFFER_BYTES + 100;
    PendingInput input = PendingInput.copyOf(bytes(max - 10));
    int own = PendingInput.cost(input) - (max - 10);
    input.append(bytes(10), 100);
    assertEquals(own + max, PendingInput.cost(input));
    input.append(bytes(1), 100);
    assertEquals(own + max + 1, PendingInput.cost(input));
  }

  @Test
  void theCapacityOfALargeMessageIsReleasedWhenItHasPassed() {
    PendingInput input = PendingInput.copyOf(bytes(400));
    int own = PendingInput.cost(input) - 400;
    input.bytes().position(300);
    input.trim();
    assertEquals(own + 400, PendingInput.cost(input), "a quarter is still in use");
    input.bytes().position(301);
    input.trim();
    assertEquals(own + 99, PendingInput.cost(input));
    assertEquals(0, PendingInput.cost(null));
  }

  @Test
  void aReadFitsBehindItInTheFirstHalf() {
    assertTrue(PendingInput.copyOf(bytes(50)).leavesRoomIn(100));
    assertFalse(PendingInput.copyOf(bytes(51)).leavesRoomIn(100));
  }
}
