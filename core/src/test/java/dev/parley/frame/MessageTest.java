package dev.parley.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which bytes a message shows, and when.
final class MessageTest {
  private static final byte[] DIGITS = "0123456789".getBytes(US_ASCII);

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

  private static Message[] forms(byte[] bytes) {
    return new Message[] {
      Message.of(bytes),
      view(ByteBuffer.allocateDirect(64), bytes),
      view(ByteBuffer.allocate(64), bytes)
    };
  }

  @Test
  void aSliceShowsThePartOfTheWhole() {
    for (Message whole : forms(DIGITS)) {
      assertEquals("34567", whole.slice(3, 5).text());
      assertEquals("45", whole.slice(3, 5).slice(1, 2).text());
      assertEquals('4', whole.slice(3, 5).byteAt(1));
      assertEquals(Message.of(DIGITS), whole.slice(0, 10));
      assertTrue(whole.slice(10, 0).isEmpty());
      assertEquals("34567", whole.slice(3, 5).copy().text());
      assertThrows(IndexOutOfBoundsException.class, () -> whole.slice(3, 8));
      assertThrows(IndexOutOfBoundsException.class, () -> whole.slice(-1, 2));
      assertThrows(IndexOutOfBoundsException.class, () -> whole.slice(11, 0));
      assertThrows(IndexOutOfBoundsException.class, () -> whole.slice(3, 5).byteAt(5));
    }
  }

  @Test
  void aSliceOfAViewExpiresWithIt() {
    ByteBuffer store = ByteBuffer.allocate(64);
    Message whole = view(store, DIGITS);
    Message part = whole.slice(3, 5);
    Message partOfPart = part.slice(1, 2);
    whole.expire();
    for (Message expired : new Message[] {part, partOfPart}) {
      assertThrows(IllegalStateException.class, expired::text);
      assertThrows(IllegalStateException.class, expired::bytes);
      assertThrows(IllegalStateException.class, expired::copy);
      assertThrows(IllegalStateException.class, expired::buffer);
      assertThrows(IllegalStateException.class, () -> expired.slice(0, 1));
    }
    assertThrows(IllegalStateException.class, () -> whole.slice(0, 0));
  }

  @Test
  void aSliceNeverShowsMoreThanTheMessageThatItsViewShowsNow() {
    ByteBuffer store = ByteBuffer.allocate(64).put(0, "secret of another".getBytes(US_ASCII));
    Message whole = Message.view(store, 0, 17);
    Message part = whole.slice(10, 7);
    whole.show(store, 0, 17);
    assertEquals("another", part.text());
    whole.show(store, 0, 16);
    assertThrows(IllegalStateException.class, part::text);
    whole.show(store, 11, 6);
    assertThrows(IllegalStateException.class, part::text);
  }

  @Test
  void aCopyOfARangeIsExactlyThat() {
    for (Message message : forms(DIGITS)) {
      byte[] target = new byte[5];
      message.copyTo(7, target, 2, 3);
      assertArrayEquals(new byte[] {0, 0, '7', '8', '9'}, target);
      message.copyTo(10, target, 5, 0);
      assertThrows(IndexOutOfBoundsException.class, () -> message.copyTo(7, target, 0, 4));
      assertThrows(IndexOutOfBoundsException.class, () -> message.copyTo(-1, target, 0, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> message.copyTo(0, target, 3, 3));
    }
  }

  @Test
  void aBufferIsReadOnlyAndHasTheBytesAlone() {
    for (Message message : forms(DIGITS)) {
      ByteBuffer buffer = message.slice(2, 3).buffer();
      assertTrue(buffer.isReadOnly());
      assertFalse(buffer.hasArray());
      assertEquals(3, buffer.capacity());
      assertEquals(ByteBuffer.wrap("234".getBytes(US_ASCII)), buffer);
      assertThrows(ReadOnlyBufferException.class, () -> buffer.put(0, (byte) 'x'));
    }
  }

  @Test
  void theBufferOfAViewKeepsItsBytesWhenTheViewHasExpired() {
    ByteBuffer store = ByteBuffer.allocate(64);
    Message view = view(store, DIGITS);
    ByteBuffer buffer = view.buffer();
    view.expire();
    store.put(3, "of another".getBytes(US_ASCII));
    assertEquals(ByteBuffer.wrap(DIGITS), buffer);
    assertThrows(IllegalStateException.class, view::buffer);
  }
}
