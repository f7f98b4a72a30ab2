package dev.parley.bench.rooms;

import java.io.IOException;
import java.nio.ByteBuffer;

/// The texts that are said: a number of 12 digits, then words of seven letters, the alphabet again
/// and again. Servers that index words have some to index.
final class Texts {
  /// The length of the shortest text.
  static final int NUMBER_DIGITS = 12;

  private static final int LETTERS = 26;
  private static final int WORD = 8;

  private Texts() {}

  /// Returns the text with this number.
  static byte[] text(long number, int size) {
    byte[] text = new byte[size];
    long rest = number;
    for (int i = NUMBER_DIGITS - 1; i >= 0; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    for (int i = NUMBER_DIGITS; i < size; i++) {
      text[i] = letter(i);
    }
    return text;
  }

  private static byte letter(int place) {
    int letter = place - NUMBER_DIGITS;
    return letter % WORD == 0 ? (byte) ' ' : (byte) ('a' + letter % LETTERS);
  }

  /// Returns the number of the text that starts at `at`.
  ///
  /// @throws IOException if there is none
  static long number(ByteBuffer bytes, int at) throws IOException {
    long number = 0;
    for (int i = 0; i < NUMBER_DIGITS; i++) {
      int digit = bytes.get(at + i) - '0';
      if (digit < 0 || digit > 9) {
        throw new IOException("a delivery does not start with its number");
      }
      number = 10 * number + digit;
    }
    return number;
  }

  /// Compares the rest of a text of `size` bytes.
  ///
  /// @throws IOException if it is another
  static void check(ByteBuffer bytes, int at, int size) throws IOException {
    for (int i = NUMBER_DIGITS; i < size; i++) {
      if (bytes.get(at + i) != letter(i)) {
        throw new IOException("byte " + i + " of a text is wrong");
      }
    }
  }
}
