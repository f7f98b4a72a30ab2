package dev.parley.text;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The rules for the names of keys and users: 1 to [#MAX_LENGTH] letters, digits and `. _ - @`, the
/// first a letter or a digit. The letters in the name of a key are ASCII. Those in the name of a
/// user are of one writing system, so that no name imitates another with a letter of another
/// alphabet.
///
/// Writing systems are combined as in Unicode's restriction level "highly restrictive" (UTS 39
/// §5.2): Chinese, Japanese and Korean are written with several scripts, and with Latin letters.
public final class PrincipalName {
  /// The maximum length of a name, in code points.
  public static final int MAX_LENGTH = 64;

  private static final String NOT_FIRST = "._-@";

  /// Loaded only by programs with users.
  private static final class Scripts {
    static final List<Set<UnicodeScript>> WRITTEN_TOGETHER =
        List.of(
            EnumSet.of(
                UnicodeScript.LATIN,
                UnicodeScript.HAN,
                UnicodeScript.HIRAGANA,
                UnicodeScript.KATAKANA),
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO),
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HANGUL));
  }

  private PrincipalName() {}

  /// True if a key may have this name.
  public static boolean isOfKey(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isInOfKey(text.charAt(i), i == 0)) {
        return false;
      }
    }
    return true;
  }

  /// True if the name of a key may contain this character or byte.
  ///
  /// @param isFirst true if it is the first of the name
  public static boolean isInOfKey(int c, boolean isFirst) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || (!isFirst && NOT_FIRST.indexOf(c) >= 0);
  }

  /// True if a user may have this name.
  ///
  /// @param text in a normalized form
  public static boolean isOfUser(String text) {
    if (text.isEmpty() || text.codePointCount(0, text.length()) > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      if (!Character.isLetterOrDigit(codePoint) && (i == 0 || !mayFollow(codePoint))) {
        return false;
      }
      i += Character.charCount(codePoint);
    }
    return isOfOneWritingSystem(text);
  }

  /// True if the letters of a text are of one writing system, as those of a user's name: then none
  /// of them imitates one of another alphabet.
  public static boolean isOfOneWritingSystem(String text) {
    EnumSet<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
    text.codePoints().forEach(codePoint -> scripts.add(UnicodeScript.of(codePoint)));
    scripts.removeAll(EnumSet.of(UnicodeScript.COMMON, UnicodeScript.INHERITED));
    return scripts.size() <= 1
        || Scripts.WRITTEN_TOGETHER.stream().anyMatch(together -> together.containsAll(scripts));
  }

  /// The marks are vowel signs and accents that some scripts put around a letter.
  private static boolean mayFollow(int codePoint) {
    int type = Character.getType(codePoint);
    return NOT_FIRST.indexOf(codePoint) >= 0
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }
}
