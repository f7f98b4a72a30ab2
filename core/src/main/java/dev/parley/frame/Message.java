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
/// [#copy] turns a view into an owned message and costs nothing on an owned one.
///
/// Every method of a view throws [IllegalStateException] once the view has expired. The messages of
/// one read are shown by one object in turn: a view that a handler has kept comes to life again for
/// the next of them, and has expired for good when the read is dealt with. So it never shows
/// another peer's bytes. (An object each, on memory that no cache holds yet, would be the dearest
/// thing that the engine does for a small message.)
///
/// Owned messages are immutable and safe for any thread. Nothing here blocks.
public final class Message {
  private static final Message EMPTY = of(new byte[0]);

  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final VarHandle ARRAY_WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final boolean owned;

  // Changed in views alone.
  private @Nullable ByteBuffer store;
  private int start;
  private int length;

  private Message(boolean owned, @Nullable ByteBuffer store, int start, int length) {
    this.owned = owned;
    this.store = store;
    this.start = start;
    this.length = length;
    if (owned) {
      VarHandle.storeStoreFence(); // whoever comes by it sees it whole, as if the fields were final
    }
  }

  /// An owned message over `bytes`. Takes the array; the caller must not change it.
  public static Message of(byte[] bytes) {
    return new Message(true, ByteBuffer.wrap(bytes), 0, bytes.length);
  }

  /// An owned message holding `text` in UTF-8.
  public static Message of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The owned message of no bytes.
  public static Message empty() {
    return EMPTY;
  }

  /// A view that shows nothing yet: as if it had expired.
  public static Message view() {
    return new Message(false, null, 0, 0);
  }

  /// A view that shows so much of `store`, see [#show].
  public static Message view(ByteBuffer store, int start, int length) {
    return new Message(false, store, start, length);
  }

  /// Has a view show `length` bytes of `store` from the absolute index `start`, for a [Decoder] and
  /// whoever else makes views; the position and limit of `store` do not matter. It lasts until
  /// [#expire] or until the bytes are overwritten, whichever its maker decides.
  ///
  /// @throws IllegalStateException if this message is owned
  public void show(ByteBuffer store, int start, int length) {
    if (owned) {
      throw new IllegalStateException("an owned message does not change");
    }
    this.store = store;
    this.start = start;
    this.length = length;
  }

  /// The absolute index of the first byte in [#live].
  int start() {
    return start;
  }

  /// The absolute index behind the last byte.
  int end() {
    return start + length;
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

  /// The eight bytes from `index` on as a number, the first of them its highest.
  public long longAt(int index) {
    Objects.checkIndex(index, length - (Long.BYTES - 1));
    return (long) WORD.get(live(), start + index);
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
    for (; i <= count - Long.BYTES; i += Long.BYTES) {
      if ((long) WORD.get(own, at + i) != (long) ARRAY_WORD.get(bytes, offset + i)) {
        return false;
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

  /// Where the bytes lie, from [#start] to [#end].
  ByteBuffer live() {
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
