package dev.parley.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the application sees: a run of bytes without its framing.
///
/// A message is either *owned* (its bytes are its own, it may be kept and shared between threads)
/// or a *view* of a loop's read buffer, valid only while the handler's call that received it runs.
/// [#copy] turns a view into an owned message and costs nothing on an owned one. Every method of a
/// view throws [IllegalStateException] once the view has expired, so that a kept view never shows
/// another peer's bytes.
///
/// Owned messages are immutable and safe for any thread. Nothing here blocks.
public final class Message {
  private static final Message EMPTY = of(new byte[0]);

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private @Nullable ByteBuffer store;
  private final int start;
  private final int length;
  private final boolean owned;

  private Message(ByteBuffer store, int start, int length, boolean owned) {
    this.store = store;
    this.start = start;
    this.length = length;
    this.owned = owned;
  }

  /// An owned message over `bytes`. Takes the array; the caller must not change it.
  public static Message of(byte[] bytes) {
    return new Message(ByteBuffer.wrap(bytes), 0, bytes.length, true);
  }

  /// An owned message holding `text` in UTF-8.
  public static Message of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The owned message of no bytes.
  public static Message empty() {
    return EMPTY;
  }

  /// A view of `length` bytes of `store` from the absolute index `start`; the position and limit of
  /// `store` do not matter. It lasts until [#expire] or until the bytes are overwritten, whichever
  /// its maker decides.
  public static Message view(ByteBuffer store, int start, int length) {
    return new Message(store, start, length, false);
  }

  /// The number of bytes.
  public int length() {
    return length;
  }

  /// True for the message of no bytes.
  public boolean isEmpty() {
    return length == 0;
  }

  /// The byte at `index`, from 0 to [#length] − 1.
  public byte byteAt(int index) {
    if (index < 0 || index >= length) {
      throw new IndexOutOfBoundsException(
          "index " + index + " of a message of " + length + " bytes");
    }
    return live().get(start + index);
  }

  /// True if the `count` bytes from `index` on are those of `bytes` from `offset` on. Does not
  /// allocate, as [#equals] does.
  ///
  /// @throws IndexOutOfBoundsException if either has not so many
  public boolean regionMatches(int index, byte[] bytes, int offset, int count) {
    Objects.checkFromIndexSize(index, count, length);
    Objects.checkFromIndexSize(offset, count, bytes.length);
    ByteBuffer own = live();
    int at = start + index;
    int i = 0;
    if (own.order() == ByteOrder.BIG_ENDIAN) { // as every buffer of a loop
      for (; i <= count - Long.BYTES; i += Long.BYTES) {
        if (own.getLong(at + i) != (long) WORD.get(bytes, offset + i)) {
          return false;
        }
      }
    }
    for (; i < count; i++) {
      if (own.get(at + i) != bytes[offset + i]) {
        return false;
      }
    }
    return true;
  }

  /// Copies all bytes to `target` from `offset` on, without allocating.
  public void copyTo(byte[] target, int offset) {
    live().get(start, target, offset, length);
  }

  /// Puts all bytes at the position of `target`, which moves; `target` must have room. Does not
  /// allocate.
  public void copyTo(ByteBuffer target) {
    target.put(target.position(), live(), start, length);
    target.position(target.position() + length);
  }

  /// The bytes in a new array.
  public byte[] bytes() {
    byte[] bytes = new byte[length];
    copyTo(bytes, 0);
    return bytes;
  }

  /// The bytes read as UTF-8; malformed sequences become U+FFFD. Not safe to print raw: see
  /// `Printable`.
  public String text() {
    ByteBuffer bytes = live();
    return bytes.hasArray()
        ? new String(bytes.array(), bytes.arrayOffset() + start, length, StandardCharsets.UTF_8)
        : new String(bytes(), StandardCharsets.UTF_8);
  }

  /// This message if it is owned, otherwise an owned copy.
  public Message copy() {
    return owned ? this : of(bytes());
  }

  /// Ends a view: later calls throw [IllegalStateException]. Does nothing to an owned message.
  public void expire() {
    if (!owned) {
      store = null;
    }
  }

  private ByteBuffer live() {
    ByteBuffer bytes = store;
    if (bytes == null) {
      throw new IllegalStateException(
          "this message was a view and its handler call is over; keep copy() instead");
    }
    return bytes;
  }

  /// Equal when the bytes are equal.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Message that
        && length == that.length
        && Arrays.equals(bytes(), that.bytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes());
  }

  /// The size only: peer bytes belong in no log.
  @Override
  public String toString() {
    return "Message[" + length + " bytes]";
  }
}
