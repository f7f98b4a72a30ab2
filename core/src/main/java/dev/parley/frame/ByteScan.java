package dev.parley.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Searches for bytes in a buffer, eight at a time and without allocating. Stateless; never moves
/// the buffer's position.
///
/// One XOR compares all eight bytes of a word with the wanted byte: matching bytes become zero. The
/// sum below carries into a byte's top bit unless its lower seven bits are zero, and never into the
/// next byte, so exactly the zero bytes end as `80` (H. S. Warren, *Hacker's Delight*, 2nd ed.,
/// §6-1).
///
/// ```
///   bytes      61 62 0d 0a 63 64 65 66
///   ^ 0a..0a   6b 68 07 00 69 6e 6f 6c
///   marks      00 00 00 80 00 00 00 00     index 3
/// ```
final class ByteScan {
  private static final long ONES = 0x0101010101010101L;
  private static final long LOW_SEVEN = 0x7f7f7f7f7f7f7f7fL;

  private ByteScan() {}

  /// Returns the absolute index of the first `wanted` from index `from` (inclusive) to `to`
  /// (exclusive), or −1 if there is none.
  static int indexOf(ByteBuffer in, int from, int to, byte wanted) {
    long pattern = ONES * (wanted & 0xff);
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long marks = zeros(in.getLong(at) ^ pattern);
      if (marks != 0) {
        return at + first(marks, in.order());
      }
    }
    for (; at < to; at++) {
      if (in.get(at) == wanted) {
        return at;
      }
    }
    return -1;
  }

  /// Returns the absolute index of the first `one` or `other` from index `from` (inclusive) to `to`
  /// (exclusive), or −1.
  static int indexOfEither(ByteBuffer in, int from, int to, byte one, byte other) {
    long patternOne = ONES * (one & 0xff);
    long patternOther = ONES * (other & 0xff);
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long word = in.getLong(at);
      long marks = zeros(word ^ patternOne) | zeros(word ^ patternOther);
      if (marks != 0) {
        return at + first(marks, in.order());
      }
    }
    for (; at < to; at++) {
      byte here = in.get(at);
      if (here == one || here == other) {
        return at;
      }
    }
    return -1;
  }

  /// Returns a word with `80` for every zero byte of `word` and `00` for the others.
  private static long zeros(long word) {
    return ~(((word & LOW_SEVEN) + LOW_SEVEN) | word | LOW_SEVEN);
  }

  /// Returns how many bytes precede the first mark, in the byte order in which the word was read.
  private static int first(long marks, ByteOrder order) {
    int bits =
        order == ByteOrder.LITTLE_ENDIAN
            ? Long.numberOfTrailingZeros(marks)
            : Long.numberOfLeadingZeros(marks);
    return bits >>> 3;
  }
}
