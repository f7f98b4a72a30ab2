package dev.parley.problem;

/// What is wrong with the choice or the settings of a ready-made service.
public enum ServiceProblem implements ProblemCode {
  /// The name is not one of {0}.
  UNKNOWN("there is no service of that name; the services are {0}"),
  /// The service {0} has two providers, of the classes {1} and {2}.
  TWO_PROVIDERS("service '{0}' is provided by both {1} and {2}; remove one of them"),
  /// The service {0} cannot be served as it is asked for, says its provider of class {1}, for the
  /// reason {2}.
  PROVIDER_REFUSES("service '{0}' is refused by its provider {1}: {2}"),
  /// The provider of class {0} threw an exception of class {1}.
  PROVIDER_THREW("the provider of services {0} threw {1}"),
  /// A provider could not be loaded; {0} is the JDK's message.
  PROVIDER_MISSING("a provider of services cannot be loaded: {0}"),
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
