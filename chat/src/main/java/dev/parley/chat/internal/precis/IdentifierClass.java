package dev.parley.chat.internal.precis;

import java.text.Normalizer;
import java.text.Normalizer.Form;

/// Which characters an identifier may have: the IdentifierClass (RFC 8264 §4.2, §8, §9).
///
/// Unassigned are the characters that the running Java does not know.
final class IdentifierClass {
  /// Letters and digits (§9.1): Ll, Lu, Lo, Nd, Lm, Mn, Mc.
  private static final int LETTERS_AND_DIGITS =
      (1 << Character.LOWERCASE_LETTER)
          | (1 << Character.UPPERCASE_LETTER)
          | (1 << Character.OTHER_LETTER)
          | (1 << Character.DECIMAL_DIGIT_NUMBER)
          | (1 << Character.MODIFIER_LETTER)
          | (1 << Character.NON_SPACING_MARK)
          | (1 << Character.COMBINING_SPACING_MARK);

  private IdentifierClass() {}

  static int firstForbidden(String text) {
    int i = 0;
    while (i < text.length()) {
      int character = text.codePointAt(i);
      if (!allows(character)) {
        return i;
      }
      i += Character.charCount(character);
    }
    return -1;
  }

  /// Returns true if the character is valid (PVALID), or valid at some places (CONTEXTJ, CONTEXTO:
  /// [ContextRules]). The order of the questions is that of RFC 8264 §8.
  static boolean allows(int character) {
    if (isValidException(character) || ContextRules.concern(character)) {
      return true;
    }
    if (isForbiddenException(character)) {
      return false;
    }
    if (character < 0x80) {
      return character > ' ' && character < 0x7F; // ASCII7 (§9.11)
    }
    if (isOldHangul(character) || isIgnorable(character) || hasCompatibilityMapping(character)) {
      return false;
    }
    return ((LETTERS_AND_DIGITS >> Character.getType(character)) & 1) == 1;
  }

  /// Exceptions that are valid (§9.6, RFC 5892 §2.6).
  private static boolean isValidException(int character) {
    return switch (character) {
      case 0x00DF, 0x03C2, 0x06FD, 0x06FE, 0x0F0B, 0x3007 -> true;
      default -> false;
    };
  }

  /// Exceptions that are not.
  private static boolean isForbiddenException(int character) {
    return switch (character) {
      case 0x0640, 0x07FA, 0x302E, 0x302F, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303B -> true;
      default -> false;
    };
  }

  /// Conjoining jamo (§9.9): Hangul_Syllable_Type L, V and T.
  private static boolean isOldHangul(int character) {
    return isIn(character, 0x1100, 0x11FF)
        || isIn(character, 0xA960, 0xA97C)
        || isIn(character, 0xD7B0, 0xD7C6)
        || isIn(character, 0xD7CB, 0xD7FB);
  }

  /// Characters that are not shown (§9.13) and are letters or marks: some of
  /// Default_Ignorable_Code_Point. The others, and noncharacters, have types that are not allowed.
  private static boolean isIgnorable(int character) {
    return character == 0x034F
        || isIn(character, 0x115F, 0x1160)
        || isIn(character, 0x17B4, 0x17B5)
        || isIn(character, 0x180B, 0x180F)
        || character == 0x3164
        || isIn(character, 0xFE00, 0xFE0F)
        || character == 0xFFA0
        || isIn(character, 0xE0100, 0xE01EF);
  }

  /// Other forms of characters (§9.17), such as ligatures and letters in circles.
  private static boolean hasCompatibilityMapping(int character) {
    return !Normalizer.isNormalized(Character.toString(character), Form.NFKC);
  }

  private static boolean isIn(int character, int first, int last) {
    return character >= first && character <= last;
  }
}
