package dev.parley.chat.internal.precis;

import static java.lang.Character.DIRECTIONALITY_ARABIC_NUMBER;
import static java.lang.Character.DIRECTIONALITY_BOUNDARY_NEUTRAL;
import static java.lang.Character.DIRECTIONALITY_COMMON_NUMBER_SEPARATOR;
import static java.lang.Character.DIRECTIONALITY_EUROPEAN_NUMBER;
import static java.lang.Character.DIRECTIONALITY_EUROPEAN_NUMBER_SEPARATOR;
import static java.lang.Character.DIRECTIONALITY_EUROPEAN_NUMBER_TERMINATOR;
import static java.lang.Character.DIRECTIONALITY_NONSPACING_MARK;
import static java.lang.Character.DIRECTIONALITY_OTHER_NEUTRALS;
import static java.lang.Character.DIRECTIONALITY_RIGHT_TO_LEFT;
import static java.lang.Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;

/// The Bidi Rule (RFC 5893 §2), for texts with right-to-left characters: such a text is shown in
/// the same order wherever it stands.
final class BidiRule {
  private static final int RIGHT_TO_LEFT =
      (1 << DIRECTIONALITY_RIGHT_TO_LEFT) | (1 << DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC);

  private static final int ARABIC_NUMBER = 1 << DIRECTIONALITY_ARABIC_NUMBER;
  private static final int EUROPEAN_NUMBER = 1 << DIRECTIONALITY_EUROPEAN_NUMBER;
  private static final int MARK = 1 << DIRECTIONALITY_NONSPACING_MARK;

  /// What stands in either direction: ES, CS, ET, ON, BN and NSM.
  private static final int NEUTRAL =
      (1 << DIRECTIONALITY_EUROPEAN_NUMBER_SEPARATOR)
          | (1 << DIRECTIONALITY_COMMON_NUMBER_SEPARATOR)
          | (1 << DIRECTIONALITY_EUROPEAN_NUMBER_TERMINATOR)
          | (1 << DIRECTIONALITY_OTHER_NEUTRALS)
          | (1 << DIRECTIONALITY_BOUNDARY_NEUTRAL)
          | MARK;

  private BidiRule() {}

  /// Returns true if the text has no right-to-left character, or keeps the rule.
  static boolean isKept(String text) {
    int all = text.codePoints().map(BidiRule::direction).reduce(0, (a, b) -> a | b);
    if ((all & (RIGHT_TO_LEFT | ARABIC_NUMBER)) == 0) {
      return true;
    }
    int first = direction(text.codePointAt(0));
    int last = lastButMarks(text);
    // Conditions 1 to 4. A text that begins from left to right (5, 6) has no right-to-left ones.
    return (first & RIGHT_TO_LEFT) != 0
        && (all & ~(RIGHT_TO_LEFT | ARABIC_NUMBER | EUROPEAN_NUMBER | NEUTRAL)) == 0
        && (last & (RIGHT_TO_LEFT | ARABIC_NUMBER | EUROPEAN_NUMBER)) != 0
        && (all & (ARABIC_NUMBER | EUROPEAN_NUMBER)) != (ARABIC_NUMBER | EUROPEAN_NUMBER);
  }

  private static int lastButMarks(String text) {
    int end = text.length();
    while (end > 0 && direction(text.codePointBefore(end)) == MARK) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return end == 0 ? 0 : direction(text.codePointBefore(end));
  }

  private static int direction(int character) {
    byte direction = Character.getDirectionality(character);
    return direction < 0 ? 0 : 1 << direction;
  }
}
