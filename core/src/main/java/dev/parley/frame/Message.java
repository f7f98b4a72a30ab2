package dev.parley.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A message as the application sees it: a sequence of bytes without its framing.
///
/// A message is either *owned* (it has its own bytes and may be kept and shared between threads) or
/// a *view* of a loop's read buffer, valid only during the handler call that received it. [#copy]
/// turns a view into an owned message and costs nothing on an owned one.
///
/// Every method of a view throws [IllegalStateException] once the view has expired. One view object
/// is reused for all messages of a read: a view kept by a handler becomes valid again for the next
/// message, and expires for good after the read has been processed. So it never shows another
/// peer's bytes. (A new object per message, in memory that is not in any cache yet, would be the
/// engine's largest cost for a small message.)
///
/// Owned messages are immutable and safe for any thread. Nothing here blocks.
public final class Message {
  private static final Message EMPTY = of(new byte[0]);

  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final VarHandle ARRAY_WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final boolean owned;

  /// The view that this is a part of; null for all others.
  private @Nullable Message whole;

  // Changed in views only.
  private @Nullable ByteBuffer store;
  private int start;
  private int length;

  private Message(boolean owned, @Nullable ByteBuffer store, int start, int length) {
    this.owned = owned;
    this.store = store;
    this.start = start;
    this.length = length;
    if (owned) {
      VarHandle.storeStoreFence(); // safe publication, as if the fields were final
    }
  }

  /// Returns an owned message with `bytes`. The array is not copied, so the caller must not change
  /// it.
  public static Message of(byte[] bytes) {
    return new Message(true, ByteBuffer.wrap(bytes), 0, bytes.length);
  }

  /// Returns an owned message with `text` in UTF-8.
  public static Message of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Returns the owned empty message.
  public static Message empty() {
    return EMPTY;
  }

  /// Returns a view that shows nothing yet, as if it had expired.
  public static Message view() {
    return new Message(false, null, 0, 0);
  }

  /// Returns a view of `length` bytes of `store`, see [#show].
  public static Message view(ByteBuffer store, int start, int length) {
    return new Message(false, store, start, length);
  }

  /// Makes a view show `length` bytes of `store` from the absolute index `start`, for a [Decoder]
  /// and other creators of views; the position and limit of `store` do not matter. The view is
  /// valid until [#expire] or until the bytes are overwritten, as its creator decides.
  ///
  /// @throws IllegalStateException if this message is owned
  public void show(ByteBuffer store, int start, int length) {
    if (owned) {
      throw new IllegalStateException("an owned message does not change");
    }
    this.whole = null;
    this.store = store;
    this.start = start;
    this.length = length;
  }

  /// Returns the absolute index of the first byte in [#live].
  int start() {
    return start;
  }

  /// Returns the absolute index after the last byte.
  int end() {
    return start + length;
  }

  /// Returns true if this view shows bytes of `bytes` from the absolute index `from` up to `to`.
  @SuppressWarnings("ReferenceEquality") // this very buffer, not one with the same content
  boolean isIn(ByteBuffer bytes, int from, int to) {
    return store == bytes && start >= from && length >= 0 && start <= to - length;
  }

  /// Returns the number of bytes.
  public int length() {
    return length;
  }

  /// Returns true if the message has no bytes.
  public boolean isEmpty() {
    return length == 0;
  }

  /// Returns the byte at `index`, from 0 to [#length] − 1.
  public byte byteAt(int index) {
    if (index < 0 || index >= length) {
      throw new IndexOutOfBoundsException(
          "index " + index + " of a message of " + length + " bytes");
    }
    return live().get(start + index);
  }

  /// Returns the eight bytes from `index` on as a big-endian number.
  public long longAt(int index) {
    Objects.checkIndex(index, length - (Long.BYTES - 1));
    return (long) WORD.get(live(), start + index);
  }

  /// Returns true if the `count` bytes from `index` on equal those of `bytes` from `offset` on.
  /// Unlike [#equals], does not allocate.
  ///
  /// @throws IndexOutOfBoundsException if either has fewer bytes
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

  /// Writes all bytes at the position of `target`, which advances; `target` must have enough space.
  /// Does not allocate.
  public void copyTo(ByteBuffer target) {
    target.put(target.position(), live(), start, length);
    target.position(target.position() + length);
  }

  /// Copies `length` bytes from `from` on to `target` from `offset` on, without allocating.
  ///
  /// @throws IndexOutOfBoundsException if either has fewer bytes
  public void copyTo(int from, byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(from, length, this.length);
    live().get(start + from, target, offset, length);
  }

  /// Returns the `length` bytes from `from` on as a message, without copying them. A part of an
  /// owned message is owned, and keeps all of its bytes in memory. A part of a view is a view,
  /// which expires with the whole: it shows bytes of the message that the whole shows, or throws,
  /// and never those of another peer.
  ///
  /// @throws IndexOutOfBoundsException if there are fewer bytes
  public Message slice(int from, int length) {
    Objects.checkFromIndexSize(from, length, this.length);
    if (owned) {
      return new Message(true, store, start + from, length);
    }
    ByteBuffer _ = live(); // not a part of nothing
    Message part = new Message(false, null, start + from, length);
    part.whole = this;
    return part;
  }

  /// Returns the bytes as a read-only buffer, from its position 0 to its limit, for APIs that take
  /// one. That of an owned message shares its bytes. That of a view is a copy: a buffer cannot
  /// expire, and would show what other peers send later.
  public ByteBuffer buffer() {
    return owned
        ? live().slice(start, length).asReadOnlyBuffer()
        : ByteBuffer.wrap(bytes()).asReadOnlyBuffer();
  }

  /// Returns the bytes in a new array.
  public byte[] bytes() {
    byte[] bytes = new byte[length];
    copyTo(bytes, 0);
    return bytes;
  }

  /// Decodes the bytes as UTF-8; malformed sequences become U+FFFD. Not safe to print raw: see
  /// `Printable`.
  public String text() {
    ByteBuffer bytes = live();
    return bytes.hasArray()
        ? new String(bytes.array(), bytes.arrayOffset() + start, length, StandardCharsets.UTF_8)
        : new String(bytes(), StandardCharsets.UTF_8);
  }

  /// Returns this message if it is owned, otherwise an owned copy.
  public Message copy() {
    return owned ? this : of(bytes());
  }

  /// Expires a view: later calls throw [IllegalStateException]. Does nothing to an owned message.
  public void expire() {
    if (!owned) {
      store = null;
      whole = null;
    }
  }

  /// Returns the buffer that holds the bytes, from [#start] to [#end].
  ByteBuffer live() {
    ByteBuffer bytes = store;
    return bytes == null ? liveWhole() : bytes;
  }

  /// Returns the buffer of the whole that this is a part of. The whole may show another message by
  /// now, so the part must lie in it.
  private ByteBuffer liveWhole() {
    Message whole = this.whole;
    if (whole != null) {
      ByteBuffer bytes = whole.live();
      if (start >= whole.start && start + length <= whole.start + whole.length) {
        return bytes;
      }
    }
    throw new IllegalStateException(
        "this message was a view and its handler call is over; keep copy() instead");
  }

  /// Returns true if the bytes are equal.
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

  /// Returns the size only: peer bytes do not belong in logs.
  @Override
  public String toString() {
    return "Message[" + length + " bytes]";
  }
}
