package dev.parley.problem;

/// Problems of keys and shared secrets, and of the choice of a security.
public enum KeyProblem implements ProblemCode {
  // Keys.
  NAME("a name has 1 to {0} letters, digits and . _ - @ and begins with a letter or digit"),
  SERVER_NAME("for a server as for a key: {0}"),
  WRONG_LENGTH("a key has {0} bytes, this one {1}"),
  NOT_RANDOM("all bytes of the key are the same; make a random one"),

  // Key files.
  FILE_TOO_LARGE("a key file has at most {0} bytes, this one {1}"),
  IN_LINE("line {0}: {1}"),
  UNKNOWN_LINE("line {0} is none of them: a key file has the lines name:, id: and key:"),
  SECOND_LINE("line {0} is a second {1} line; a key file holds one key"),
  NOT_SO_MANY_DIGITS("line {0}: a key is {1} hexadecimal digits, here are {2} characters"),
  NOT_DIGITS(
      "line {0}: a key is {1} hexadecimal digits, here are {2} characters, not all of them such digits"),
  LINE_MISSING("the line {0} is missing; a key file has the lines name:, id: and key:"),
  WRONG_ID("the key does not fit its id; a digit of one of them was lost or changed in copying"),

  // Several keys.
  TWICE("the key {0} is there twice"),
  TOO_MANY_OF_A_NAME("more than {0} keys have the name {1}"),
  IN_ANOTHER_FILE("the key {0} is in {1} already"),
  NO_ROOM_FOR_A_NAME("there are {0} other keys of the name {1}, and no more may be"),
  NO_KEYS("{0} holds no keys, files whose names end with {1}"),
  TOO_MANY_FILES("it holds more than {0} key files"),

  // Shared secrets, and the choice of a security.
  EMPTY_SECRET("the secret is empty; put at least one byte into it"),
  UNKNOWN_SECURITY("'{0}' is no known security; choose none, hmac-md5 or hmac-sha256"),

  // Warnings.
  ONLY_CLIENT_PROVEN(
      "{0} proves the client only: the server is not proven, and everything after the login can be read and changed by somebody in between"),
  WEAK_DIGEST("hmac-md5 rests on a weak digest; use hmac-sha256 where the peers speak it"),

  // This Java runtime.
  CANNOT_COMPUTE("this Java runtime cannot compute {0}; use another Java"),
  CANNOT_SEAL("this Java runtime cannot seal with {0}"),
  CANNOT_OPEN("this Java runtime cannot open what {0} sealed"),
  REFUSES_KEY("this Java runtime refuses a key of its own"),
  CANNOT_COMPUTE_LOGIN("this Java runtime cannot compute {0}; use another login or another Java");

  private final String pattern;

  KeyProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "key";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
