package dev.parley.load;

import dev.parley.problem.ProblemCode;

/// What went wrong in a run, besides what its figures say.
public enum LoadProblem implements ProblemCode {
  /// No connection was opened, and no reason is known.
  NONE_OPENED("no connection was opened"),
  /// {0} connections could not be opened; the first for problem {1}.
  NOT_OPENED("{0} connections could not be opened: {1}"),
  /// {0} connections could not be opened or did not stay; the first for problem {1}.
  FAILED("{0} connections failed: {1}"),
  /// A connection was opened and did not stay.
  ENDED("the server ended one that was open"),
  /// {0} datagrams were refused by this side; the latest for problem {1}.
  NOT_SENT("{0} datagrams were not sent or not taken: {1}"),
  /// The library or the load generator failed {0} times.
  DEFECTS("{0} times something failed inside and was survived: please report it");

  private final String pattern;

  LoadProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "load";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
