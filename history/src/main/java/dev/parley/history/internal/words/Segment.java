package dev.parley.history.internal.words;

import java.util.ArrayList;
import java.util.List;

/// A part of a folded text that is found as a whole.
///
/// @param points its Unicode code points
/// @param isContinuous true for a script without spaces between words: any part of it is found,
///   down to one character
record Segment(int[] points, boolean isContinuous) {
  private enum Class {
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
    Class current = Class.NONE;
    for (int i = 0; i <= points.length; i++) {
      Class next = i == points.length ? Class.NONE : classOf(points[i], current);
      if (next != current) {
        if (current != Class.NONE) {
          segments.add(
              new Segment(
                  java.util.Arrays.copyOfRange(points, begin, i), current == Class.CONTINUOUS));
        }
        begin = i;
        current = next;
      }
    }
    return segments;
  }

  /// Returns the class of `c`; a combining mark belongs to what is before it.
  private static Class classOf(int c, Class before) {
    int type = Character.getType(c);
    if (isContinuous(c, type)) {
      return Class.CONTINUOUS;
    }
    if (type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK) {
      return before == Class.NONE ? Class.WORD : before;
    }
    return Character.isLetterOrDigit(c)
            || type == Character.LETTER_NUMBER
            || type == Character.OTHER_NUMBER
            || type == Character.PRIVATE_USE
        ? Class.WORD
        : Class.NONE;
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

  @Override
  public boolean equals(Object other) {
    return other instanceof Segment(int[] its, boolean continuous)
        && continuous == isContinuous
        && java.util.Arrays.equals(its, points);
  }

  @Override
  public int hashCode() {
    return java.util.Arrays.hashCode(points);
  }

  @Override
  public String toString() {
    return new String(points, 0, points.length);
  }
}
