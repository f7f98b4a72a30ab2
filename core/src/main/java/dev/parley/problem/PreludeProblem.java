package dev.parley.problem;

/// Why a connection is closed because of its prelude ({0} is the prelude's name).
public enum PreludeProblem implements ProblemCode {
  /// Problem {1} of a connection at a listener that requires the prelude.
  REQUIRED("{1}; this listener demands a {0} of everybody"),
  /// The sender may not send one.
  UNLISTED("this sender may not send a {0}"),
  /// As many as {1} connections wait for it.
  CROWDED("{1} connections have not sent a whole {0}, and this one is the oldest"),
  /// The stream ended too early.
  ENDED_INSIDE("the connection ended inside the {0}"),
  /// The exception {1} was thrown.
  READING_FAILED("reading its {0} failed: {1}"),
  /// A part of it came within the time {1}.
  INCOMPLETE_IN_TIME("no whole {0} came within {1}"),
  /// Nothing came within the time {1}.
  NONE_IN_TIME("no {0} came within {1}"),
  /// It is not complete with {1} bytes.
  TOO_LONG("the {0} does not end within {1} bytes"),
  /// The prelude says that it takes up {1} bytes although {2} have arrived.
  BROKEN("the code that reads the {0} asks for {1} bytes when it has {2}");

  private final String pattern;

  PreludeProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "prelude";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
