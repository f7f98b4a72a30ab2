package dev.parley.services;

import java.nio.ByteBuffer;

/// Converts mostly UTF-8 bytes to text and back without loss: a byte that is not part of a
/// character becomes a lone low surrogate, U+DC80 to U+DCFF, as in PEP 383. UTF-8 itself cannot
/// encode those, so there is no ambiguity, and no case mapping affects them.
///
/// Time and space are linear in the number of bytes, whatever they are. Stateless.
final class SurrogateEscapeUtf8 {
  private static final int LONE = 0xdc00;

  private SurrogateEscapeUtf8() {}

  /// Decodes the first `length` of `bytes`.
  static String decode(byte[] bytes, int length) {
    char[] text = new char[length];
    int count = 0;
    for (int i = 0; i < length; ) {
      int first = bytes[i];
      int size = size(bytes, i, length);
      switch (size) {
        case 0 -> text[count++] = (char) (LONE | (first & 0xff));
        case 1 -> text[count++] = (char) first;
        case 2 -> text[count++] = (char) ((first & 0x1f) << 6 | more(bytes, i + 1));
        case 3 ->
            text[count++] =
                (char) ((first & 0x0f) << 12 | more(bytes, i + 1) << 6 | more(bytes, i + 2));
        default -> {
          int character =
              (first & 0x07) << 18
                  | more(bytes, i + 1) << 12
                  | more(bytes, i + 2) << 6
                  | more(bytes, i + 3);
          text[count++] = Character.highSurrogate(character);
          text[count++] = Character.lowSurrogate(character);
        }
      }
      i += Math.max(size, 1);
    }
    return new String(text, 0, count);
  }

  private static int more(byte[] bytes, int index) {
    return bytes[index] & 0x3f;
  }

  /// Returns the size of the complete character that begins at `i`, 0 if there is none (Unicode 16,
  /// table 3-7).
  private static int size(byte[] bytes, int i, int length) {
    int first = bytes[i] & 0xff;
    if (first < 0x80) {
      return 1;
    }
    int size = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    if (size == 0 || i + size > length) {
      return 0;
    }
    int least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    int most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    int second = bytes[i + 1] & 0xff;
    if (second < least || second > most) {
      return 0;
    }
    for (int j = i + 2; j < i + size; j++) {
      if ((bytes[j] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return size;
  }

  /// Returns the bytes of `text`.
  static byte[] encode(String text) {
    ByteBuffer out = ByteBuffer.allocate(3 * text.length()); // a pair takes 4 bytes for 2 chars
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        out.put((byte) c);
      } else if (c < 0x800) {
        out.put((byte) (0xc0 | c >> 6)).put((byte) (0x80 | (c & 0x3f)));
      } else if (Character.isHighSurrogate(c)) {
        i++;
        int character = Character.toCodePoint(c, text.charAt(i));
        out.put((byte) (0xf0 | character >> 18))
            .put((byte) (0x80 | (character >> 12 & 0x3f)))
            .put((byte) (0x80 | (character >> 6 & 0x3f)))
            .put((byte) (0x80 | (character & 0x3f)));
      } else if (Character.isLowSurrogate(c)) {
        out.put((byte) c); // a lone surrogate: the byte it stands for
      } else {
        out.put((byte) (0xe0 | c >> 12))
            .put((byte) (0x80 | (c >> 6 & 0x3f)))
            .put((byte) (0x80 | (c & 0x3f)));
      }
    }
    byte[] bytes = new byte[out.position()];
    out.get(0, bytes);
    return bytes;
  }
}
