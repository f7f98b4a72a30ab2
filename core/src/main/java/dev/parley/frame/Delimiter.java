package dev.parley.frame;

import java.nio.ByteBuffer;

/// A delimiter and its failure table, which says how far a search falls back on a mismatch (Knuth,
/// Morris, Pratt: "Fast pattern matching in strings", SIAM J. Comput. 6 (1977), §2). Every input
/// byte is looked at once, however it is split into reads and however repetitive the delimiter is.
/// Immutable.
///
/// ```
///   delimiter   a a b
///   input       a a a b      after the third a: two of the delimiter still fit
///   matched     1 2 2 3      3 = found
/// ```
final class Delimiter {
  private final byte[] bytes;

  /// At index `n`: the length of the longest proper prefix of the delimiter's first `n` bytes that
  /// is also their suffix.
  private final int[] fallback;

  /// Keeps the array without copying it.
  Delimiter(byte[] bytes) {
    this.bytes = bytes;
    this.fallback = new int[bytes.length];
    int border = 0;
    for (int n = 2; n < bytes.length; n++) {
      border = step(border, bytes[n - 1]);
      fallback[n] = border;
    }
  }

  /// Returns how many of the delimiter's first bytes the input ends with after `next`, when it was
  /// `matched` before. `matched` is less than [#length].
  int step(int matched, byte next) {
    int fits = matched;
    while (fits > 0 && bytes[fits] != next) {
      fits = fallback[fits];
    }
    return bytes[fits] == next ? fits + 1 : 0;
  }

  /// Searches for a delimiter of which `matched` bytes came before the absolute index `from`, or
  /// for a whole one, before index `to`.
  ///
  /// @return the index of its last byte; if there is none, the complement (`~`) of how many of its
  ///   first bytes end at `to`
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

  /// Returns the number of bytes.
  int length() {
    return bytes.length;
  }

  /// Returns the byte at `index`.
  byte at(int index) {
    return bytes[index];
  }

  /// Writes all bytes.
  void putInto(ByteBuffer out) {
    out.put(bytes);
  }
}
