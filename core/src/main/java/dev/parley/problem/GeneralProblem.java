package dev.parley.problem;

/// Problems of no area of their own, and ways to join problems.
public enum GeneralProblem implements ProblemCode {
  /// The text of an exception that the library did not make, most often the system's.
  TEXT("{0}"),
  /// Problem {0}, and problem {1}, a hint about its cause.
  WITH_HINT("{0}; {1}");

  private final String pattern;

  GeneralProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "general";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
