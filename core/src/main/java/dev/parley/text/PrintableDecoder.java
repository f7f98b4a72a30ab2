package dev.parley.text;

import dev.parley.frame.Message;
import dev.parley.frame.Utf8;

/// A byte-by-byte UTF-8 decoder (Unicode 16, table 3-7) that escapes its output as described in
/// [Printable].
///
/// | first | second | third | fourth |
/// |---|---|---|---|
/// | 00–7F | | | |
/// | C2–DF | 80–BF | | |
/// | E0 | A0–BF | 80–BF | |
/// | E1–EC, EE, EF | 80–BF | 80–BF | |
/// | ED | 80–9F | 80–BF | |
/// | F0 | 90–BF | 80–BF | 80–BF |
/// | F1–F3 | 80–BF | 80–BF | 80–BF |
/// | F4 | 80–8F | 80–BF | 80–BF |
///
/// Confined to one thread.
final class PrintableDecoder {
  /// The byte is not valid here.
  static final int INVALID = -1;

  /// The character continues in the next byte.
  private static final int MORE = -2;

  private static final String HEX = "0123456789abcdef";

  private final boolean keepsLines;

  /// The bytes of an incomplete character: `begun` of them, in the low bytes; `missing` are to
  /// come.
  private int bytes;

  private int begun;
  private int missing;
  private int codePoint;

  /// Whether a CR is held back, in case an LF follows and makes a newline of it.
  private boolean heldReturn;

  PrintableDecoder(boolean keepsLines) {
    this.keepsLines = keepsLines;
  }

  /// Consumes the next byte and appends whatever can be shown now.
  void accept(byte next, StringBuilder out) {
    int begunBefore = begun;
    int bytesBefore = bytes;
    int decoded = decode(next);
    if (decoded == INVALID) {
      showBytes(bytesBefore, begunBefore, out);
      if (begunBefore > 0) {
        accept(next, out);
      } else {
        showCharacter(INVALID, out);
        showByte(next & 0xff, out);
      }
    } else if (decoded != MORE) {
      showCharacter(decoded, out);
    } else if (begunBefore == 0) {
      showHeldReturn(out);
    }
  }

  /// Appends the bytes held back, escaped.
  void flush(StringBuilder out) {
    showHeldReturn(out);
    showBytes(bytes, begun, out);
    reset();
  }

  /// Ends at index `end` of `message`, where it was truncated: a character that continues past it
  /// is omitted, other bytes held back are shown.
  void cut(Message message, int end, StringBuilder out) {
    PrintableDecoder ahead = new PrintableDecoder(keepsLines);
    for (int i = end - begun; i < message.length() && i < end + 3; i++) {
      int decoded = ahead.decode(message.byteAt(i));
      if (decoded >= 0) {
        return;
      }
      if (decoded == INVALID) {
        break;
      }
    }
    flush(out);
  }

  /// Returns the character that `next` completes, or a negative number: [#INVALID] if `next` is not
  /// valid here, in which case it and the incomplete character are discarded, otherwise "more".
  int decode(byte next) {
    int value = next & 0xff;
    if (missing == 0) {
      return first(value);
    }
    if (value < least() || value > most()) {
      reset();
      return INVALID;
    }
    codePoint = (codePoint << 6) | (value & 0x3f);
    bytes = (bytes << 8) | value;
    begun++;
    missing--;
    if (missing > 0) {
      return MORE;
    }
    int complete = codePoint;
    reset();
    return complete;
  }

  /// Returns whether a character has begun and is incomplete.
  boolean isInside() {
    return missing > 0;
  }

  private int first(int value) {
    if (value < 0x80) {
      return value;
    }
    missing = Utf8.following(value);
    if (missing < 0) {
      missing = 0;
      return INVALID;
    }
    codePoint = value & (0x3f >> missing);
    bytes = value;
    begun = 1;
    return MORE;
  }

  private int least() {
    return begun > 1 ? 0x80 : Utf8.least(bytes);
  }

  private int most() {
    return begun > 1 ? 0xbf : Utf8.most(bytes);
  }

  private void reset() {
    bytes = 0;
    begun = 0;
    missing = 0;
    codePoint = 0;
  }

  private void showCharacter(int character, StringBuilder out) {
    if (heldReturn && character == '\n') {
      heldReturn = false;
    }
    showHeldReturn(out);
    if (keepsLines && character == '\r') {
      heldReturn = true;
    } else if (character != INVALID) {
      show(character, keepsLines, out);
    }
  }

  private void showHeldReturn(StringBuilder out) {
    if (heldReturn) {
      heldReturn = false;
      show('\r', keepsLines, out);
    }
  }

  private static void showBytes(int bytes, int count, StringBuilder out) {
    for (int i = count - 1; i >= 0; i--) {
      showByte((bytes >>> (8 * i)) & 0xff, out);
    }
  }

  private static void showByte(int value, StringBuilder out) {
    out.append("\\x").append(HEX.charAt(value >> 4)).append(HEX.charAt(value & 0xf));
  }

  /// Appends one character, as it is or escaped.
  static void show(int character, boolean keepsLines, StringBuilder out) {
    if (passes(character) || (keepsLines && (character == '\n' || character == '\t'))) {
      out.appendCodePoint(character);
      return;
    }
    switch (character) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (character < 0x80) {
          showByte(character, out);
        } else {
          out.append("\\u{").append(Integer.toHexString(character)).append('}');
        }
      }
    }
  }

  /// Returns whether a character is shown unchanged within a line.
  static boolean passes(int character) {
    if (character >= 0x20 && character < 0x7f) {
      return true;
    }
    return character >= 0xa0
        && character != 0x061c
        && character != 0x180e
        && character != 0x200b
        && !isIn(character, 0x200e, 0x200f)
        && !isIn(character, 0x2028, 0x202e)
        && !isIn(character, 0x2060, 0x206f)
        && !isIn(character, 0xd800, 0xdfff)
        && character != 0xfeff
        && !isIn(character, 0xfff9, 0xfffb)
        && !isIn(character, 0xe0000, 0xe007f);
  }

  private static boolean isIn(int character, int first, int last) {
    return character >= first && character <= last;
  }
}
