package dev.parley.cli.text;

import dev.parley.problem.Problem;

/// Sentences about the library's problems, in the words of the command: with its options, in the
/// language of this process.
public final class ProblemTexts {
  private ProblemTexts() {}

  /// Returns the sentence about `problem`, without a full stop. Where the command has none of its
  /// own, that of the library.
  public static String sentence(Problem problem) {
    String key = "problem." + problem.code().key();
    return Texts.has(key) ? Texts.text(key, problem.parameters().toArray()) : problem.toString();
  }

  /// Returns the sentence about the problem that `failure` carries, or its message.
  public static String sentence(Throwable failure) {
    return sentence(Problem.of(failure));
  }
}
