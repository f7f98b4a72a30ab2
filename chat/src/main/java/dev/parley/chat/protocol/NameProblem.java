package dev.parley.chat.protocol;

import dev.parley.problem.ProblemCode;

/// What is wrong with a name of a member or a room.
public enum NameProblem implements ProblemCode {
  /// It is empty.
  EMPTY("a name has at least one character"),
  /// It has more than {0} characters.
  TOO_LONG("a name has at most {0} characters"),
  /// It has the character {0}, {1}, which no name has.
  FORBIDDEN("a name cannot have the character {0} ({1})"),
  /// It has a blank.
  BLANK("a name has no blanks"),
  /// It has the character {0}, {1}, at a place where it cannot be.
  MISPLACED("a name cannot have the character {0} ({1}) at this place"),
  /// Its right-to-left characters and others would be shown in another order.
  DIRECTION("a name cannot mix these right-to-left and left-to-right characters"),
  /// It changes each time that it is brought to its plain form.
  UNSTABLE("this name has no plain form"),
  /// It begins with the character {0}.
  FIRST("a name cannot begin with {0}"),
  /// It has no letter and no digit.
  NO_LETTER("a name has at least one letter or digit"),
  /// Its letters are of alphabets that are not written together.
  MIXED("a name cannot mix letters of these alphabets, which look alike"),
  /// A room's name begins with neither `#` nor `@`.
  NO_ROOM("a room begins with #, as #lobby; a talk of two with @, as @ada");

  private final String pattern;

  NameProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "name";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
