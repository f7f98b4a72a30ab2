package dev.parley.frame;

import java.nio.ByteBuffer;

/// The bytes of a delimiter, and how far a search for them falls back when a byte does not fit
/// (Knuth, Morris, Pratt: "Fast pattern matching in strings", SIAM J. Comput. 6 (1977), §2). Every
/// byte of the input is looked at once, however it is cut into reads and however much the delimiter
/// repeats itself. Immutable.
///
/// ```
///   delimiter   a a b
///   input       a a a b      after the third a: two of the delimiter still fit
///   matched     1 2 2 3      3 = found
/// ```
final class Delimiter {
  private final byte[] bytes;

  /// At `n`: how many of the delimiter's first bytes are also the last of its first `n`, all `n`
  /// excepted.
  private final int[] fallback;

  /// Takes the array.
  Delimiter(byte[] bytes) {
    this.bytes = bytes;
    this.fallback = new int[bytes.length];
    int border = 0;
    for (int n = 2; n < bytes.length; n++) {
      border = step(border, bytes[n - 1]);
      fallback[n] = border;
    }
  }

  /// How many of the delimiter's first bytes are the last of the input, after `next`, when it was
  /// `matched` before. `matched` is less than [#length].
  int step(int matched, byte next) {
    int fits = matched;
    while (fits > 0 && bytes[fits] != next) {
      fits = fallback[fits];
    }
    return bytes[fits] == next ? fits + 1 : 0;
  }

  /// Looks for the rest of a delimiter of which `matched` bytes came before the absolute index
  /// `from`, or for a whole one, before index `to`.
  ///
  /// @return the index of its last byte; without one, the complement (`~`) of how many of its first
  ///   bytes are the last before `to`
  int search(ByteBuffer in, int from, int to, int matched) {
    int fits = matched;
    for (int at = from; at < to; at++) {
      if (fits == 0) {
        at = ByteScan.indexOf(in, at, to, bytes[0]);
        if (at < 0) {
          break;
        }
      }
      fits = step(fits, in.get(at));
      if (fits == bytes.length) {
        return at;
      }
    }
    return ~fits;
  }

  /// The number of bytes.
  int length() {
    return bytes.length;
  }

  /// The byte at `index`.
  byte at(int index) {
    return bytes[index];
  }

  /// Puts all bytes.
  void putInto(ByteBuffer out) {
    out.put(bytes);
  }
}
