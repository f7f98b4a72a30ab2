package dev.parley.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Looks for bytes in a buffer, eight at a time and without allocating. Stateless; never moves the
/// buffer's position.
///
/// A word of eight bytes is compared with the wanted byte in every place by one exclusive or: the
/// places that match become zero. The sum below carries into a place's top bit unless its lower
/// seven bits are zero, and never into the neighbour, so that exactly the zero bytes end as `80`
/// (H. S. Warren, *Hacker's Delight*, 2nd ed., §6-1).
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

  /// The absolute index of the first `wanted` from index `from` on and before index `to`, or −1
  /// when there is none.
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

  /// The absolute index of the first `one` or `other` from index `from` on and before index `to`,
  /// or −1.
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

  /// `80` in every place where `word` has a zero byte, `00` in the others.
  private static long zeros(long word) {
    return ~(((word & LOW_SEVEN) + LOW_SEVEN) | word | LOW_SEVEN);
  }

  /// How many bytes lie before the first mark, in the order in which the buffer made the word.
  private static int first(long marks, ByteOrder order) {
    int bits =
        order == ByteOrder.LITTLE_ENDIAN
            ? Long.numberOfTrailingZeros(marks)
            : Long.numberOfLeadingZeros(marks);
    return bits >>> 3;
  }
}
