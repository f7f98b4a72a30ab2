package dev.parley.passwords;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The rule for user names: letters and digits of one writing system, so that no two names look
/// alike because one has a letter of another alphabet in it.
///
/// Writing systems are combined as in Unicode's restriction level "highly restrictive" (UTS 39
/// §5.2): Chinese, Japanese and Korean are written with several scripts, and with Latin letters.
final class UserName {
  private static final List<Set<UnicodeScript>> WRITTEN_TOGETHER =
      List.of(
          EnumSet.of(
              UnicodeScript.LATIN,
              UnicodeScript.HAN,
              UnicodeScript.HIRAGANA,
              UnicodeScript.KATAKANA),
          EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO),
          EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HANGUL));

  private UserName() {}

  /// @param text prepared by SASLprep
  static boolean isValid(String text) {
    if (text.isEmpty() || text.codePointCount(0, text.length()) > Users.MAX_NAME_LENGTH) {
      return false;
    }
    EnumSet<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      if (!Character.isLetterOrDigit(codePoint) && (i == 0 || !mayFollow(codePoint))) {
        return false;
      }
      scripts.add(UnicodeScript.of(codePoint));
      i += Character.charCount(codePoint);
    }
    scripts.removeAll(EnumSet.of(UnicodeScript.COMMON, UnicodeScript.INHERITED));
    return scripts.size() <= 1
        || WRITTEN_TOGETHER.stream().anyMatch(together -> together.containsAll(scripts));
  }

  /// The marks are vowel signs and accents that some scripts put around a letter.
  private static boolean mayFollow(int codePoint) {
    int type = Character.getType(codePoint);
    return "._-@".indexOf(codePoint) >= 0
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }
}
