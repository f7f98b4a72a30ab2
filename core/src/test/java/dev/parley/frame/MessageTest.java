package dev.parley.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which bytes a message shows, and when.
final class MessageTest {
  private static Message view(ByteBuffer store, byte[] bytes) {
    store.put(3, bytes);
    return Message.view(store, 3, bytes.length);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 16, 31})
  void everyByteOfTheRegionIsCompared(int count) {
    byte[] bytes = new byte[40];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    ByteBuffer little = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    for (Message message :
        new Message[] {
          Message.of(bytes), view(ByteBuffer.allocateDirect(64), bytes), view(little, bytes)
        }) {
      assertTrue(message.regionMatches(5, bytes, 5, count));
      for (int i = 0; i < count; i++) {
        byte[] other = bytes.clone();
        other[5 + i] ^= 1;
        assertFalse(message.regionMatches(5, other, 5, count), "byte " + i);
      }
      byte[] around = bytes.clone();
      around[4] ^= 1;
      around[5 + count] ^= 1;
      assertTrue(message.regionMatches(5, around, 5, count));
      assertEquals(count == 0, message.regionMatches(5, bytes, 6, count));
    }
  }

  @Test
  void aRegionOutsideIsRefused() {
    Message message = Message.of(new byte[8]);
    assertTrue(message.regionMatches(8, new byte[8], 8, 0));
    assertThrows(
        IndexOutOfBoundsException.class, () -> message.regionMatches(1, new byte[9], 0, 8));
    assertThrows(
        IndexOutOfBoundsException.class, () -> message.regionMatches(0, new byte[7], 0, 8));
  }

  @Test
  void anExpiredViewHasNothingToCompare() {
    Message message = Message.view(ByteBuffer.allocate(8), 0, 8);
    message.expire();
    assertThrows(IllegalStateException.class, () -> message.regionMatches(0, new byte[8], 0, 8));
  }

  @Test
  void eightBytesAreANumberWhateverTheOrderOfTheirBuffer() {
    byte[] bytes = {0, 1, 2, 3, 4, 5, 6, 7, (byte) 0xff};
    ByteBuffer little = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    for (Message message :
        new Message[] {
          Message.of(bytes), view(ByteBuffer.allocateDirect(64), bytes), view(little, bytes)
        }) {
      assertEquals(0x0001020304050607L, message.longAt(0));
      assertEquals(0x01020304050607ffL, message.longAt(1));
      assertThrows(IndexOutOfBoundsException.class, () -> message.longAt(2));
      assertThrows(IndexOutOfBoundsException.class, () -> message.longAt(-1));
    }
    assertThrows(IndexOutOfBoundsException.class, () -> Message.of(new byte[7]).longAt(0));
  }

  @Test
  void aViewShowsNothingBeforeItIsShownSomethingNorAfterItHasExpired() {
    Message message = Message.view();
    assertThrows(IllegalStateException.class, message::bytes);
    message.show(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), 1, 2);
    assertEquals(Message.of(new byte[] {2, 3}), message);
    message.expire();
    assertThrows(IllegalStateException.class, message::bytes);
    assertThrows(IllegalStateException.class, () -> message.byteAt(0));
  }

  @Test
  void anOwnedMessageDoesNotChange() {
    Message message = Message.of("abc");
    assertThrows(IllegalStateException.class, () -> message.show(ByteBuffer.allocate(1), 0, 1));
    message.expire();
    assertEquals("abc", message.text());
  }
}
