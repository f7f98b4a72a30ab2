package dev.parley.chat.protocol;

import dev.parley.chat.internal.precis.UsernameCaseMapped;
import dev.parley.text.PrincipalName;
import dev.parley.text.Printable;
import java.util.Locale;

/// What names of members and rooms have in common: a text of letters, digits and ASCII punctuation
/// in any script (RFC 8265, UsernameCaseMapped). Immutable.
///
/// @param shown as it was given, with ordinary width and composed
/// @param key the shown form in lower case: the same for all ways to write the name
record Identifier(String shown, String key) {
  /// The maximum number of characters (Unicode code points).
  static final int MAX_CHARACTERS = 32;

  /// The characters that separate names in lists and commands.
  private static final String SEPARATORS = ",:";

  static Identifier of(String text) throws InvalidNameException {
    if (text.isEmpty()) {
      throw new InvalidNameException(NameProblem.EMPTY);
    }
    // A composed character may come as a few; nothing longer is looked at.
    if (text.length() > 4 * MAX_CHARACTERS) {
      throw tooLong();
    }
    String shown = UsernameCaseMapped.shown(text);
    if (shown.codePointCount(0, shown.length()) > MAX_CHARACTERS) {
      throw tooLong();
    }
    checkCharacters(shown);
    String key = UsernameCaseMapped.key(shown);
    checkCharacters(key);
    if (isMark(key.codePointAt(0))) {
      throw wrong(NameProblem.MISPLACED, key.codePointAt(0));
    }
    int misplaced = UsernameCaseMapped.firstMisplaced(key);
    if (misplaced >= 0) {
      throw wrong(NameProblem.MISPLACED, key.codePointAt(misplaced));
    }
    if (!UsernameCaseMapped.isDirectionClear(key)) {
      throw new InvalidNameException(NameProblem.DIRECTION);
    }
    if (!UsernameCaseMapped.isStable(key)) {
      throw new InvalidNameException(NameProblem.UNSTABLE);
    }
    if (key.codePoints().noneMatch(Character::isLetterOrDigit)) {
      throw new InvalidNameException(NameProblem.NO_LETTER);
    }
    if (!PrincipalName.isOfOneWritingSystem(key)) {
      throw new InvalidNameException(NameProblem.MIXED);
    }
    return new Identifier(shown, key);
  }

  /// Returns true if the character would be shown as a part of what stands before the name.
  private static boolean isMark(int character) {
    int type = Character.getType(character);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  private static InvalidNameException tooLong() {
    return new InvalidNameException(NameProblem.TOO_LONG, MAX_CHARACTERS);
  }

  private static void checkCharacters(String form) throws InvalidNameException {
    int forbidden = UsernameCaseMapped.firstForbidden(form);
    if (forbidden >= 0) {
      int character = form.codePointAt(forbidden);
      throw Character.isSpaceChar(character)
          ? new InvalidNameException(NameProblem.BLANK)
          : wrong(NameProblem.FORBIDDEN, character);
    }
    for (int i = 0; i < SEPARATORS.length(); i++) {
      if (form.indexOf(SEPARATORS.charAt(i)) >= 0) {
        throw wrong(NameProblem.FORBIDDEN, SEPARATORS.charAt(i));
      }
    }
  }

  private static InvalidNameException wrong(NameProblem code, int character) {
    return new InvalidNameException(
        code,
        Printable.line(Character.toString(character)),
        String.format(Locale.ROOT, "U+%04X", character));
  }
}
