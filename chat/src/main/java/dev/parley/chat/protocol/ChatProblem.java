package dev.parley.chat.protocol;

import dev.parley.problem.ProblemCode;

/// What is wrong with a message that should be a [Request] or a [Notice] in JSON.
public enum ChatProblem implements ProblemCode {
  /// The message has {0} bytes, more than {1}.
  TOO_LONG("a message of {0} bytes is longer than {1} bytes"),
  /// The bytes are no UTF-8.
  NOT_UTF8("a message has to be UTF-8"),
  /// The text is no JSON from character {0} on.
  NOT_JSON("not a JSON object: it is wrong at character {0}"),
  /// There are more than {0} values.
  TOO_MANY_VALUES("a message has at most {0} values"),
  /// Values are nested deeper than {0}.
  TOO_DEEP("objects and lists in a message are nested at most {0} deep"),
  /// The name of a field has more than {0} characters.
  LONG_FIELD_NAME("the name of a field has at most {0} characters"),
  /// A number has more than {0} characters.
  LONG_NUMBER("a number has at most {0} characters"),
  /// A text has half of a surrogate pair, as `\ud800` alone; {0} is its field.
  LONE_SURROGATE("\"{0}\" has half of a surrogate pair"),
  /// The field {0} is there twice.
  TWICE("\"{0}\" is there twice"),
  /// The kind {0} is unknown.
  UNKNOWN_KIND("there is no kind \"{0}\""),
  /// The field {0} is missing.
  MISSING("\"{0}\" is missing"),
  /// The field {0} is no text.
  NO_TEXT("\"{0}\" has to be a text"),
  /// The field {0} is no text of {1} to {2} characters.
  TEXT_LENGTH("\"{0}\" has to be a text of {1} to {2} characters"),
  /// The field {0} is no whole number from {1} to {2}.
  NO_NUMBER("\"{0}\" has to be a whole number from {1} to {2}"),
  /// The field {0} is neither true nor false.
  NO_BOOLEAN("\"{0}\" has to be true or false"),
  /// The field {0} is no time.
  NO_TIME("\"{0}\" has to be a time like 2026-11-21T10:00:00.000Z"),
  /// The field {0} is none of the words {1}.
  NO_WORD("\"{0}\" has to be one of {1}"),
  /// The field {0} is no list of at most {1} items.
  NO_LIST("\"{0}\" has to be a list of at most {1} items"),
  /// An item of the field {0} is no object.
  NO_OBJECT("the items of \"{0}\" have to be objects"),
  /// The fields {0} exclude each other.
  ONE_OF("at most one of {0} can be there"),
  /// The first number of a range, {0}, is above the last, {1}.
  RANGE_BACKWARDS("a range from {0} to {1} is backwards");

  private final String pattern;

  ChatProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "chat";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
