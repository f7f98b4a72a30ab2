package dev.parley.bench.rooms;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Lines that end with `\r\n`, and the numbers in them.
final class Lines {
  /// The bytes of a line's end.
  static final int END = 2;

  private static final int LONGEST_REFUSAL = 200;

  private Lines() {}

  /// Returns the place behind the line that starts at `from`, or −1 if its end is not there yet.
  static int end(ByteBuffer bytes, int from) {
    for (int i = from + 1; i < bytes.limit(); i++) {
      if (bytes.get(i) == '\n' && bytes.get(i - 1) == '\r') {
        return i + 1;
      }
    }
    return -1;
  }

  /// Returns the number from `from` to the end of its line, which is at `end`.
  static int number(ByteBuffer bytes, int from, int end) throws IOException {
    int number = 0;
    for (int i = from; i < end - END; i++) {
      int digit = bytes.get(i) - '0';
      if (digit < 0 || digit > 9 || number > 99_999_999) {
        throw new IOException("no number: " + refusal(bytes, from, end));
      }
      number = 10 * number + digit;
    }
    return number;
  }

  /// Returns the number that is the last word of the line that ends at `end`.
  static int numberBefore(ByteBuffer bytes, int end) throws IOException {
    int from = end - END;
    while (from > bytes.position() && bytes.get(from - 1) != ' ') {
      from--;
    }
    return number(bytes, from, end);
  }

  /// Returns a line for people: what a server says that refuses something.
  static String refusal(ByteBuffer bytes, int start, int end) {
    byte[] line = new byte[Math.min(end - start, LONGEST_REFUSAL)];
    bytes.get(start, line);
    return new String(line, ISO_8859_1).replaceAll("[^ -~]", "");
  }

  /// Returns a text between two others.
  static byte[] joined(String before, byte[] text, String behind) {
    return ByteBuffer.allocate(before.length() + text.length + behind.length())
        .put(before.getBytes(ISO_8859_1))
        .put(text)
        .put(behind.getBytes(ISO_8859_1))
        .array();
  }
}
