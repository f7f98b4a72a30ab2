package dev.parley.problem;

/// Problems of passwords, of the names of users, and of users files.
public enum PasswordProblem implements ProblemCode {
  // Passwords.
  EMPTY("the password is empty"),
  TOO_LONG("a password has at most {0} bytes"),
  SEVERAL_LINES("there is more than one line; a password is one"),
  NOT_UTF8("the password is not written in UTF-8"),
  UNREADABLE(
      "the password has a character that could not be read: its bytes are not written in the encoding of the locale (LC_ALL, LC_CTYPE, LANG), which should be UTF-8"),
  NOT_ALLOWED(
      "the password has a character that SASLprep (RFC 4013) does not allow: a control character, one for private use, one that Unicode 3.2 does not have, such as most emoji, or writing from right to left mixed with other writing"),
  INVISIBLE("the password has no character that can be seen"),
  SHORT("a password of fewer than {0} characters is guessed soon"),

  // Names.
  USER_NAME(
      "a user's name has 1 to {0} letters of one writing system, digits and . _ - @ and begins with a letter or digit"),

  // Users files.
  FILE_TOO_LARGE("a users file has at most {0} bytes, this one {1}"),
  IN_LINE("line {0}: {1}"),
  BOTH("{0}; {1}"),
  SECOND_DECOYS("this is a second line for *"),
  DECOYS_LENGTH("the line for * has {0} bytes in base64"),
  LINE_TOO_LONG("it is longer than {0} characters"),
  LINE_FORM("this is not of the form NAME:SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey"),
  USER_TWICE("this user is there twice"),

  // Verifiers.
  VERIFIER_FORM(
      "this is not of the form SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey, with a salt of {0} to {1} bytes"),
  TOO_FEW_ITERATIONS("{0} iterations are fewer than {1}"),
  TOO_MANY_ITERATIONS("{0} iterations are more than {1}"),
  SET_ANEW("{0}; set the password anew");

  private final String pattern;

  PasswordProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "password";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
