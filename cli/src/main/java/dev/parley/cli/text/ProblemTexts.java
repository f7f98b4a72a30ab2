package dev.parley.cli.text;

import dev.parley.problem.Problem;
import java.util.List;

/// Sentences about the library's problems, in the words of the command: with its options, in the
/// language of this process.
public final class ProblemTexts {
  private ProblemTexts() {}

  /// Returns the sentence about `problem`, without a full stop. Where the command has none of its
  /// own, that of the library.
  public static String sentence(Problem problem) {
    Object[] parameters = new Object[problem.parameters().size()];
    for (int i = 0; i < parameters.length; i++) {
      Object parameter = problem.parameters().get(i);
      parameters[i] = parameter instanceof Problem inner ? sentence(inner) : parameter;
    }
    String code = problem.code().key();
    for (Area area : new Area[] {Area.PROBLEM, Area.FILE_PROBLEM}) {
      String key = area.prefix + code;
      if (Texts.has(key)) {
        return Texts.text(key, parameters);
      }
    }
    return Problem.fill(problem.code().pattern(), List.of(parameters));
  }

  /// Returns the sentence about the problem that `failure` carries, or its message.
  public static String sentence(Throwable failure) {
    return sentence(Problem.of(failure));
  }
}
