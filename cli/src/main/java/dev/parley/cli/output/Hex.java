package dev.parley.cli.output;

import dev.parley.cli.text.Texts;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.StringJoiner;

/// Parses and prints bytes in base 16. Stateless, safe for any thread.
///
/// ```
///   typed   48 65 6c6c6f            pairs of digits, optional blanks between pairs
///   line    48 65 6c 6c 6f          for programs; may be typed again
///   dump    00000000  48 65 6c 6c 6f                                    |Hello|
/// ```
public final class Hex {
  private static final int ROW = 16;

  /// Two columns of eight bytes with their blanks: the width of a full row of a dump.
  private static final int DIGITS_WIDTH = ROW * 3 + 1;

  private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");

  private Hex() {}

  /// Returns the bytes that `typed`, as ASCII characters, spells.
  ///
  /// @throws IllegalArgumentException with a sentence that names the wrong column, counted from 1
  public static byte[] parse(byte[] typed) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(typed.length / 2);
    int i = 0;
    while (i < typed.length) {
      if (isBlank(typed[i])) {
        i++;
        continue;
      }
      int high = digit(typed, i);
      if (i + 1 == typed.length || isBlank(typed[i + 1])) {
        throw new IllegalArgumentException(Texts.text("io.output.hex-digit-alone", i + 1));
      }
      bytes.write((high << 4) | digit(typed, i + 1));
      i += 2;
    }
    return bytes.toByteArray();
  }

  private static boolean isBlank(byte character) {
    return character == ' ' || character == '\t';
  }

  private static int digit(byte[] typed, int index) {
    if (!HexFormat.isHexDigit(typed[index])) {
      throw new IllegalArgumentException(Texts.text("io.output.hex-digit-missing", index + 1));
    }
    return HexFormat.fromHexDigit(typed[index]);
  }

  /// Returns all of `bytes` in one line without a line end.
  static String line(byte[] bytes) {
    return SPACED.formatHex(bytes);
  }

  /// Returns rows of 16 bytes with their offsets in hex, counted from `offset`, and their ASCII
  /// characters, in the format of `hexdump -C`; no newline after the last. Empty input gives one
  /// row without bytes.
  static String dump(byte[] bytes, long offset) {
    StringJoiner rows = new StringJoiner("\n");
    int start = 0;
    do {
      rows.add(row(bytes, start, Math.min(start + ROW, bytes.length), offset + start));
      start += ROW;
    } while (start < bytes.length);
    return rows.toString();
  }

  private static String row(byte[] bytes, int start, int end, long offset) {
    StringBuilder digits = new StringBuilder(DIGITS_WIDTH);
    StringBuilder characters = new StringBuilder(ROW);
    for (int i = start; i < end; i++) {
      digits.append(i == start ? "" : i == start + ROW / 2 ? "  " : " ");
      digits.append(HexFormat.of().toHexDigits(bytes[i]));
      characters.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '.');
    }
    digits.repeat(' ', DIGITS_WIDTH - digits.length());
    return HexFormat.of().toHexDigits(offset, 8) + "  " + digits + " |" + characters + "|";
  }
}
