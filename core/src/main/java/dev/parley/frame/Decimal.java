package dev.parley.frame;

import java.nio.ByteBuffer;

/// Lengths in ASCII digits, without sign or leading zeros, as used by netstrings and `ready`.
final class Decimal {
  private Decimal() {}

  /// Returns true for `0` to `9`.
  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /// Returns the number of digits of `number`, at least 0.
  static int digits(int number) {
    int digits = 1;
    for (int rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  /// Writes the digits of `number`, at least 0, without allocating.
  static void put(int number, ByteBuffer out) {
    int start = out.position();
    int end = start + digits(number);
    int rest = number;
    out.position(end);
    for (int at = end - 1; at >= start; at--) {
      out.put(at, (byte) ('0' + rest % 10));
      rest /= 10;
    }
  }
}
