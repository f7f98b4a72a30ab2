package dev.parley.frame;

import java.nio.ByteBuffer;

/// The byte structure of UTF-8 (RFC 3629 §4; The Unicode Standard, table 3-7). Surrogates,
/// characters beyond U+10FFFF and overlong forms are invalid.
///
/// ```
///   00–7f                          c2–df  80–bf
///   e0     a0–bf  80–bf            f0     90–bf  80–bf  80–bf
///   e1–ec  80–bf  80–bf            f1–f3  80–bf  80–bf  80–bf
///   ed     80–9f  80–bf            f4     80–8f  80–bf  80–bf
///   ee–ef  80–bf  80–bf
/// ```
public final class Utf8 {
  /// The maximum number of bytes of one character.
  static final int WIDEST = 4;

  private static final long NOT_ASCII = 0x8080808080808080L;

  private Utf8() {}

  /// Returns how many bytes follow `lead` in its character, 0 to 3; −1 if no character begins with
  /// it.
  public static int following(int lead) {
    if (lead < 0x80) {
      return 0;
    }
    if (lead < 0xc2 || lead > 0xf4) {
      return -1;
    }
    return lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
  }

  /// Returns the smallest second byte of a character that begins with `lead`.
  public static int least(int lead) {
    return lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  }

  /// Returns the largest second byte of a character that begins with `lead`.
  public static int most(int lead) {
    return lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  }

  /// Returns true if the eight bytes at the absolute index `at` are all ASCII.
  static boolean isAscii(ByteBuffer in, int at) {
    return (in.getLong(at) & NOT_ASCII) == 0;
  }

  /// Returns the number of characters from absolute index `from` (inclusive) to `to` (exclusive);
  /// −1 if those bytes are not UTF-8.
  static int count(ByteBuffer in, int from, int to) {
    int count = 0;
    int at = from;
    while (at < to) {
      if (to - at >= Long.BYTES && isAscii(in, at)) {
        at += Long.BYTES;
        count += Long.BYTES;
      } else {
        int width = width(in, at, to);
        if (width < 0) {
          return -1;
        }
        at += width;
        count++;
      }
    }
    return count;
  }

  /// Returns the number of bytes of the first `characters` characters from the position of `in` on;
  /// −1 if there are fewer. `characters` is at least 0.
  static int bytes(ByteBuffer in, int characters) {
    int at = in.position();
    for (int left = characters; left > 0; left--) {
      int width = at < in.limit() ? width(in, at, in.limit()) : -1;
      if (width < 0) {
        return -1;
      }
      at += width;
    }
    return at - in.position();
  }

  /// Returns the number of bytes of the character at the absolute index `at`; −1 if it is invalid.
  private static int width(ByteBuffer in, int at, int to) {
    int lead = in.get(at) & 0xff;
    int following = following(lead);
    if (following < 0 || following >= to - at) {
      return -1;
    }
    int least = least(lead);
    int most = most(lead);
    for (int i = 1; i <= following; i++) {
      int value = in.get(at + i) & 0xff;
      if (value < least || value > most) {
        return -1;
      }
      least = 0x80;
      most = 0xbf;
    }
    return following + 1;
  }

  /// Returns the last three bytes of a text as a number, after appending the bytes from `from` to
  /// `to` to a text that ended with `tail`. 0 for a text that has not begun.
  static int tail(int tail, ByteBuffer in, int from, int to) {
    int last = tail;
    for (int at = Math.max(from, to - 3); at < to; at++) {
      last = (last << 8 | (in.get(at) & 0xff)) & 0xffffff;
    }
    return last;
  }

  /// Returns how many bytes the last character of a text that ends with `tail` lacks, 0 to 3; also
  /// 0 if it is not UTF-8.
  static int missing(int tail) {
    for (int back = 1; back <= 3; back++) {
      int value = tail >>> (8 * (back - 1)) & 0xff;
      if (value < 0x80) {
        return 0;
      }
      if (value >= 0xc0) {
        return Math.max(0, following(value) + 1 - back);
      }
    }
    return 0;
  }
}
