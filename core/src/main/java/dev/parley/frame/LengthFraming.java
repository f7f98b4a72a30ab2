package dev.parley.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/// A framing with a length prefix, followed by that many bytes.
///
/// ```
///   length:4be   00 00 00 05  h e l l o
///   length:4le   05 00 00 00  h e l l o        Python: struct.pack('i', 5) + b'hello'
///   length:2be   00 05        h e l l o
///   length:varint   05        h e l l o        300 bytes: ac 02
///   length:4le:chars   06 00 00 00  S t r a ß e     6 characters in 7 bytes
/// ```
///
/// Lengths are read as unsigned numbers: a negative length from a program that writes signed ones
/// is a very large one here, and is rejected as such before anything is allocated.
///
/// A varint has its low seven bits first and the top bit set in every byte but the last (Protocol
/// Buffers, "Base 128 Varints"). Only the shortest form is accepted, of at most 5 bytes: `85 00`
/// for 5 is malformed, so that each message has exactly one encoding.
///
/// Lengths count bytes or, with `chars`, the characters (code points) of a message in UTF-8, like
/// `len` of a Python string. A message that is not UTF-8 has no such length: when received it is
/// the peer's fault, and it cannot be sent. The maximum always counts bytes. If the number of
/// characters exceeds the maximum number of bytes, the message cannot fit and is rejected at once.
///
/// @param prefix how the length is written
/// @param chars true for lengths that count characters
/// @param maxMessage the maximum number of bytes of a message, from 1 to [#LARGEST_MESSAGE];
///   reduced to what the prefix can count (255 or 65535, four times that for characters)
public record LengthFraming(Prefix prefix, boolean chars, int maxMessage) implements KnownFraming {
  /// The end of the text form of a framing that counts characters.
  static final String CHARS = ":chars";

  /// How a length is written: its width in bytes and their order.
  public enum Prefix {
    /// One byte.
    BE1("1be", 1, ByteOrder.BIG_ENDIAN),
    /// One byte; the same on the wire as [#BE1].
    LE1("1le", 1, ByteOrder.LITTLE_ENDIAN),
    /// Two bytes, high byte first.
    BE2("2be", 2, ByteOrder.BIG_ENDIAN),
    /// Two bytes, low byte first.
    LE2("2le", 2, ByteOrder.LITTLE_ENDIAN),
    /// Four bytes, high byte first.
    BE4("4be", 4, ByteOrder.BIG_ENDIAN),
    /// Four bytes, low byte first.
    LE4("4le", 4, ByteOrder.LITTLE_ENDIAN),
    /// Eight bytes, high byte first.
    BE8("8be", 8, ByteOrder.BIG_ENDIAN),
    /// Eight bytes, low byte first.
    LE8("8le", 8, ByteOrder.LITTLE_ENDIAN),
    /// One to five bytes of seven bits each, low bits first.
    VARINT("varint", 5, ByteOrder.LITTLE_ENDIAN);

    private final String text;
    private final int width;
    private final ByteOrder order;

    Prefix(String text, int width, ByteOrder order) {
      this.text = text;
      this.width = width;
      this.order = order;
    }

    /// Returns the name in text forms: `4be`, `varint`.
    String text() {
      return text;
    }

    /// Returns the width in bytes; the maximum for a varint.
    int width() {
      return width;
    }

    /// Returns the text form of the same width in the other byte order.
    String swappedText() {
      return width + (order == ByteOrder.BIG_ENDIAN ? "le" : "be");
    }

    /// Returns the longest message whose length it can hold, at most [Framing#LARGEST_MESSAGE].
    int largest() {
      return width < 4 ? (1 << (8 * width)) - 1 : LARGEST_MESSAGE;
    }

    /// Reads the unsigned number at the absolute index `at`, whatever the order of `in`. Not for
    /// varints.
    long read(ByteBuffer in, int at) {
      return read(in, at, in.order() == order);
    }

    /// Reads the same bytes in the other byte order.
    long readSwapped(ByteBuffer in, int at) {
      return read(in, at, in.order() != order);
    }

    private long read(ByteBuffer in, int at, boolean same) {
      return switch (width) {
        case 1 -> in.get(at) & 0xffL;
        case 2 -> (same ? in.getShort(at) : Short.reverseBytes(in.getShort(at))) & 0xffffL;
        case 4 -> (same ? in.getInt(at) : Integer.reverseBytes(in.getInt(at))) & 0xffff_ffffL;
        default -> same ? in.getLong(at) : Long.reverseBytes(in.getLong(at));
      };
    }

    /// Returns the length `number`, which was read as unsigned, as a program with signed lengths
    /// means it: the same, or negative. Not for varints, which are not signed.
    long signed(long number) {
      int unused = this == VARINT ? 0 : Long.SIZE - 8 * width;
      return number << unused >> unused;
    }

    /// Writes `length`, whatever the order of `out`. Not for varints.
    void write(int length, ByteBuffer out) {
      boolean same = out.order() == order;
      switch (width) {
        case 1 -> out.put((byte) length);
        case 2 -> out.putShort(same ? (short) length : Short.reverseBytes((short) length));
        case 4 -> out.putInt(same ? length : Integer.reverseBytes(length));
        default -> out.putLong(same ? length : Long.reverseBytes(length));
      }
    }
  }

  /// Checks the maximum and reduces it to what the prefix can count.
  ///
  /// @throws IllegalArgumentException if it is out of range
  public LengthFraming {
    Objects.requireNonNull(prefix, "prefix");
    long largest = prefix.largest() * (long) (chars ? Utf8.WIDEST : 1);
    maxMessage = (int) Math.min(Bound.maximum(maxMessage), largest);
  }

  @Override
  public LengthFraming withMaxMessage(int bytes) {
    return new LengthFraming(prefix, chars, bytes);
  }

  @Override
  public Decoder decoder() {
    if (chars) {
      return new CharsDecoder(prefix, maxMessage);
    }
    return prefix == Prefix.VARINT
        ? new VarintDecoder(maxMessage)
        : new LengthDecoder(prefix, maxMessage);
  }

  @Override
  public Encoder encoder() {
    if (chars) {
      return new CharsEncoder(prefix, maxMessage);
    }
    return prefix == Prefix.VARINT
        ? new VarintEncoder(maxMessage)
        : new LengthEncoder(prefix, maxMessage);
  }

  @Override
  public HttpRule httpRule() {
    return isTextTooLong() ? HttpRule.NONE : HttpRule.LENGTHS;
  }

  /// Returns true if four letters are always a length over the maximum, so that the decoder rejects
  /// them anyway.
  private boolean isTextTooLong() {
    return prefix != Prefix.VARINT
        && prefix.width() >= Integer.BYTES
        && maxMessage < HttpRule.LEAST_TEXT;
  }

  @Override
  public String toString() {
    return "length:" + prefix.text() + (chars ? CHARS : "");
  }
}
