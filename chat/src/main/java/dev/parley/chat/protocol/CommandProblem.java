package dev.parley.chat.protocol;

import dev.parley.problem.ProblemCode;

/// What is wrong with a line that begins with a slash.
public enum CommandProblem implements ProblemCode {
  /// There is no command {0}.
  UNKNOWN("there is no command {0}; /help lists them, // says a text that begins with a slash"),
  /// The command is used as {0}.
  USAGE("it is used as {0}"),
  /// The argument {0} is no whole number from {1} to {2}.
  NUMBER("{0} has to be a whole number from {1} to {2}"),
  /// What follows `before` is no time.
  TIME("a time is written as 14:30, 2026-11-21 or 2026-11-21 14:30");

  private final String pattern;

  CommandProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "command";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
