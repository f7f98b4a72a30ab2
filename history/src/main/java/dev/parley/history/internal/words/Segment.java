package dev.parley.history.internal.words;

import java.util.ArrayList;
import java.util.List;

/// A part of a folded text that is found as a whole.
///
/// @param isContinuous true for a script without spaces between words: any part of it is found,
///   down to one character
record Segment(String text, boolean isContinuous) {
  private enum Category {
    NONE,
    WORD,
    CONTINUOUS
  }

  private static final int KATAKANA_LONG_SOUND = 0x30FC;

  /// Returns the segments of a text, in order.
  static List<Segment> of(String text) {
    int[] points = FoldedText.of(text).codePoints().toArray();
    List<Segment> segments = new ArrayList<>();
    int begin = 0;
    Category current = Category.NONE;
    for (int i = 0; i <= points.length; i++) {
      Category next = i == points.length ? Category.NONE : categoryOf(points[i], current);
      if (next != current) {
        if (current != Category.NONE) {
          segments.add(
              new Segment(new String(points, begin, i - begin), current == Category.CONTINUOUS));
        }
        begin = i;
        current = next;
      }
    }
    return segments;
  }

  /// Returns the category of `c`; a combining mark belongs to what is before it.
  private static Category categoryOf(int c, Category before) {
    int type = Character.getType(c);
    if (isContinuous(c, type)) {
      return Category.CONTINUOUS;
    }
    if (type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK) {
      return before == Category.NONE ? Category.WORD : before;
    }
    return Character.isLetterOrDigit(c)
            || type == Character.LETTER_NUMBER
            || type == Character.OTHER_NUMBER
            || type == Character.PRIVATE_USE
        ? Category.WORD
        : Category.NONE;
  }

  private static boolean isContinuous(int c, int type) {
    if (c < 0x80) {
      return false;
    }
    if (type == Character.OTHER_SYMBOL || c == KATAKANA_LONG_SOUND) {
      return true;
    }
    return switch (Character.UnicodeScript.of(c)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, YI, THAI, LAO, KHMER, MYANMAR ->
          Character.isLetterOrDigit(c)
              || type == Character.NON_SPACING_MARK
              || type == Character.COMBINING_SPACING_MARK
              || type == Character.LETTER_NUMBER;
      default -> false;
    };
  }
}
