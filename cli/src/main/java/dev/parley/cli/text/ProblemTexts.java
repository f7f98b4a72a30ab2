package dev.parley.cli.text;

import dev.parley.problem.Problem;
import dev.parley.problem.ProblemCode;
import dev.parley.session.CloseReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Sentences about problems for users of the command: those of the library name options instead of
/// its settings, and the command's own are texts of its bundles, see [Texts#problem].
///
/// The text of a code of the library has the key `problem.` or `file-problem.` followed by the
/// code's key; without one, the code's own pattern is used. Parameters that are problems or codes
/// themselves, such as [dev.parley.problem.Setting]s, are replaced in the same way, and so are
/// [CloseReason]s, by `command.closed.`. Safe for any thread.
public final class ProblemTexts {
  private ProblemTexts() {}

  /// Returns the sentence about `problem` in the language of this process, without a full stop.
  public static String sentence(Problem problem) {
    return sentence(problem, Texts.language());
  }

  /// Returns the sentence about the problem that `failure` carries, or its message.
  public static String sentence(Throwable failure) {
    return sentence(Problem.of(failure));
  }

  static String sentence(Problem problem, Language language) {
    List<Object> words = new ArrayList<>(problem.parameters().size());
    for (Object parameter : problem.parameters()) {
      words.add(word(parameter, language));
    }
    return Problem.fill(pattern(problem.code(), language), words);
  }

  private static Object word(Object parameter, Language language) {
    if (parameter instanceof Problem inner) {
      return sentence(inner, language);
    }
    if (parameter instanceof CloseReason reason) {
      String key = "command.closed." + reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
      String text = Texts.find(key, language);
      return text == null ? reason : text;
    }
    return parameter instanceof ProblemCode term ? pattern(term, language) : parameter;
  }

  private static String pattern(ProblemCode code, Language language) {
    if (code instanceof TextCode own) {
      return own.pattern(language);
    }
    String key = code.key();
    String text = Texts.find(Area.PROBLEM.prefix + key, language);
    if (text == null) {
      text = Texts.find(Area.FILE_PROBLEM.prefix + key, language);
    }
    return text == null ? code.pattern() : text;
  }
}
