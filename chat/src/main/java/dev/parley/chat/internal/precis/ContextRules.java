package dev.parley.chat.internal.precis;

import java.lang.Character.UnicodeScript;
import java.util.Arrays;

/// The rules for characters that are valid only next to certain others (RFC 5892, appendix A).
///
/// The rule A.1 for U+200C between joined letters is known for the letters of the block Arabic
/// alone, which Persian and Urdu need it for; at other places it follows a virama or is refused.
final class ContextRules {
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;
  private static final int MIDDLE_DOT = 0x00B7;
  private static final int GREEK_KERAIA = 0x0375;
  private static final int GERESH = 0x05F3;
  private static final int GERSHAYIM = 0x05F4;
  private static final int KATAKANA_MIDDLE_DOT = 0x30FB;

  /// The characters whose canonical combining class is Virama (9), in Unicode 16. Sorted.
  private static final int[] VIRAMAS = {
    0x094D, 0x09CD, 0x0A4D, 0x0ACD, 0x0B4D, 0x0BCD, 0x0C4D, 0x0CCD, 0x0D3B, 0x0D3C, 0x0D4D, 0x0DCA,
    0x0E3A, 0x0EBA, 0x0F84, 0x1039, 0x103A, 0x1714, 0x1715, 0x1734, 0x17D2, 0x1A60, 0x1B44, 0x1BAA,
    0x1BAB, 0x1BF2, 0x1BF3, 0x2D7F, 0xA806, 0xA82C, 0xA8C4, 0xA953, 0xA9C0, 0xAAF6, 0xABED, 0x10A3F,
    0x11046, 0x11070, 0x1107F, 0x110B9, 0x11133, 0x11134, 0x111C0, 0x11235, 0x112EA, 0x1134D,
    0x113CE, 0x113CF, 0x113D0, 0x11442, 0x114C2, 0x115BF, 0x1163F, 0x116B6, 0x1172B, 0x11839,
    0x1193D, 0x1193E, 0x119E0, 0x11A34, 0x11A47, 0x11A99, 0x11C3F, 0x11D44, 0x11D45, 0x11D97,
    0x11F41, 0x11F42, 0x1612F
  };

  /// The Joining_Type of U+0600 to U+06FF: dual, right, transparent, causing, none (U).
  private static final String ARABIC_JOINING =
      "UUUUUUUUUUUUUUUUTTTTTTTTTTTUTUUUDURRRRDRDRDDDDDRRRRDDDDDDDDDDDDD"
          + "CDDDDDDDRDDTTTTTTTTTTTTTTTTTTTTTUUUUUUUUUUUUUUDDTRRRURRRDDDDDDDD"
          + "DDDDDDDDRRRRRRRRRRRRRRRRRRDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDD"
          + "RDDRRRRRRRRRDRDRDDRRURTTTTTTTUUTTTTTTUUTTUTTTTRRUUUUUUUUUUDDDUUD";

  private ContextRules() {}

  /// Returns true for a character that one of these rules is about.
  static boolean concern(int character) {
    return switch (character) {
      case ZERO_WIDTH_NON_JOINER,
          ZERO_WIDTH_JOINER,
          MIDDLE_DOT,
          GREEK_KERAIA,
          GERESH,
          GERSHAYIM,
          KATAKANA_MIDDLE_DOT ->
          true;
      default -> isArabicDigit(character) || isExtendedArabicDigit(character);
    };
  }

  static int firstMisplaced(String text) {
    int i = 0;
    while (i < text.length()) {
      int character = text.codePointAt(i);
      if (concern(character) && !fits(character, text, i)) {
        return i;
      }
      i += Character.charCount(character);
    }
    return -1;
  }

  private static boolean fits(int character, String text, int index) {
    int before = before(text, index);
    int after = at(text, index + Character.charCount(character));
    return switch (character) {
      case ZERO_WIDTH_NON_JOINER -> isVirama(before) || isBetweenJoining(text, index); // A.1
      case ZERO_WIDTH_JOINER -> isVirama(before); // A.2
      case MIDDLE_DOT -> before == 'l' && after == 'l'; // A.3, of Catalan
      case GREEK_KERAIA -> isOf(after, UnicodeScript.GREEK); // A.4
      case GERESH, GERSHAYIM -> isOf(before, UnicodeScript.HEBREW); // A.5, A.6
      case KATAKANA_MIDDLE_DOT -> text.codePoints().anyMatch(ContextRules::isJapanese); // A.7
      default -> // A.8, A.9: digits of one kind only
          text.codePoints()
              .noneMatch(
                  isArabicDigit(character)
                      ? ContextRules::isExtendedArabicDigit
                      : ContextRules::isArabicDigit);
    };
  }

  private static int before(String text, int index) {
    return index == 0 ? -1 : text.codePointBefore(index);
  }

  private static int at(String text, int index) {
    return index < text.length() ? text.codePointAt(index) : -1;
  }

  private static boolean isVirama(int character) {
    return Arrays.binarySearch(VIRAMAS, character) >= 0;
  }

  /// A letter that joins to the left in front, one that joins to the right behind, and nothing but
  /// transparent characters in between.
  private static boolean isBetweenJoining(String text, int index) {
    int before = index - 1;
    while (before >= 0 && joining(text, before) == 'T') {
      before--;
    }
    int after = index + 1;
    while (after < text.length() && joining(text, after) == 'T') {
      after++;
    }
    return joining(text, before) == 'D'
        && (joining(text, after) == 'D' || joining(text, after) == 'R');
  }

  private static char joining(String text, int index) {
    int place = index >= 0 && index < text.length() ? text.charAt(index) - 0x0600 : -1;
    return place >= 0 && place < ARABIC_JOINING.length() ? ARABIC_JOINING.charAt(place) : 'U';
  }

  private static boolean isJapanese(int character) {
    return isOf(character, UnicodeScript.HIRAGANA)
        || isOf(character, UnicodeScript.KATAKANA)
        || isOf(character, UnicodeScript.HAN);
  }

  private static boolean isOf(int character, UnicodeScript script) {
    return character >= 0 && UnicodeScript.of(character) == script;
  }

  private static boolean isArabicDigit(int character) {
    return character >= 0x0660 && character <= 0x0669;
  }

  private static boolean isExtendedArabicDigit(int character) {
    return character >= 0x06F0 && character <= 0x06F9;
  }
}
