package dev.parley.problem;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The reason why something did not work: a code, and the values for a sentence about it.
/// Immutable.
///
/// Parameters are numbers, paths, addresses, names, other problems, [Setting]s, [Unit]s and the
/// like. None is a secret, and text from a peer is safe to print ([dev.parley.text.Printable]).
///
/// @param code the kind of problem
/// @param parameters the values in the order of the placeholders of [ProblemCode#pattern]
public record Problem(ProblemCode code, List<Object> parameters) {
  /// Copies the parameters.
  public Problem {
    parameters = List.copyOf(parameters);
  }

  /// Returns a problem with `parameters`.
  public static Problem of(ProblemCode code, Object... parameters) {
    return new Problem(code, List.of(parameters));
  }

  /// Returns a text that is not the library's own as a problem: a [SystemProblem] if it is a known
  /// error message of the system, else a [GeneralProblem#TEXT].
  public static Problem text(String text) {
    SystemProblem known = SystemProblem.of(text);
    return known == null ? of(GeneralProblem.TEXT, text) : of(known);
  }

  /// Returns this problem with a `hint` behind it; this problem if `hint` is null.
  public Problem withHint(@Nullable Problem hint) {
    return hint == null ? this : of(GeneralProblem.WITH_HINT, this, hint);
  }

  /// Returns the problem that `failure` carries; for any other exception its message as [#text], or
  /// the name of its class if it has none.
  public static Problem of(Throwable failure) {
    if (failure instanceof HasProblem known) {
      return known.problem();
    }
    String message = failure.getMessage();
    return text(message != null ? message : failure.getClass().getSimpleName());
  }

  /// Returns true if the code of this problem, or of one among its parameters, passes `test`.
  public boolean involves(Predicate<? super ProblemCode> test) {
    if (test.test(code)) {
      return true;
    }
    for (Object parameter : parameters) {
      if (parameter instanceof Problem inner && inner.involves(test)) {
        return true;
      }
    }
    return false;
  }

  /// Returns the sentence in English, in the words of the library, without a full stop.
  @Override
  public String toString() {
    return fill(code.pattern(), parameters);
  }

  /// Returns `pattern` with each `{n}` replaced by parameter n as a string.
  ///
  /// @throws IndexOutOfBoundsException if the pattern asks for a parameter that is not there
  public static String fill(String pattern, List<?> parameters) {
    int open = pattern.indexOf('{');
    if (open < 0) {
      return pattern;
    }
    StringBuilder text = new StringBuilder(pattern.length() + 32);
    int from = 0;
    while (open >= 0) {
      int digit = open + 1 < pattern.length() ? pattern.charAt(open + 1) - '0' : -1;
      boolean isPlace =
          digit >= 0
              && digit <= 9
              && open + 2 < pattern.length()
              && pattern.charAt(open + 2) == '}';
      if (isPlace) {
        text.append(pattern, from, open).append(parameters.get(digit));
        from = open + 3;
      }
      open = pattern.indexOf('{', open + 1);
    }
    return text.append(pattern, from, pattern.length()).toString();
  }
}
