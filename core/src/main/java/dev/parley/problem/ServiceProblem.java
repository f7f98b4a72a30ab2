package dev.parley.problem;

/// What is wrong with the choice or the settings of a ready-made service.
public enum ServiceProblem implements ProblemCode {
  /// The name is not one of {0}.
  UNKNOWN("there is no service of that name; the services are {0}"),
  /// The service `operator` was to answer one message.
  OPERATOR_ONCE(
      "operator does not go with once: a person cannot answer within the call; use reply"
          + " or another service"),
  /// The service `reply` has no text.
  NO_TEMPLATE("reply needs a text to answer with"),
  /// A quit word is empty.
  EMPTY_QUIT_WORD("a quit word has at least one character"),
  /// A placeholder of a text is not closed.
  BRACE_NOT_CLOSED(
      "a { without its }; a reply's text knows {message}, {peer}, {address}, {port} and"
          + " {time}, and {{ for a brace"),
  /// The placeholder {0} of a text is unknown.
  UNKNOWN_PLACEHOLDER(
      "{0} is unknown; a reply's text knows {message}, {peer}, {address}, {port} and"
          + " {time}, and {{ for a brace");

  private final String pattern;

  ServiceProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "service";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
