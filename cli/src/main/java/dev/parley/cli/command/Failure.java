package dev.parley.cli.command;

import dev.parley.cli.text.ProblemTexts;
import dev.parley.problem.HasProblem;
import dev.parley.problem.Problem;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// The failure of a command: one sentence for the user, without `parley: ` and without a full stop,
/// and the exit code. [dev.parley.cli.Main] prints the sentence and returns the code.
public final class Failure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final int exitCode;
  private final transient @Nullable Problem problem;

  /// Creates a failure; its problem is that of `cause`, if it has one.
  public Failure(int exitCode, String sentence, @Nullable Throwable cause) {
    this(exitCode, sentence, cause instanceof HasProblem known ? known.problem() : null, cause);
  }

  /// Creates a failure by a known problem.
  ///
  /// @param problem for programs; null if the sentence says everything
  public Failure(
      int exitCode, String sentence, @Nullable Problem problem, @Nullable Throwable cause) {
    super(sentence, cause);
    this.exitCode = exitCode;
    this.problem = problem;
  }

  /// The user asked for something impossible: [ExitCode#USAGE].
  public static Failure usage(String sentence) {
    return new Failure(ExitCode.USAGE, sentence, null);
  }

  /// Same as [#usage(String)], with the sentence about the problem of `cause`.
  public static Failure usage(Exception cause) {
    return usage(ProblemTexts.sentence(cause), cause);
  }

  /// Same as [#usage(String)], because of `cause`.
  public static Failure usage(String sentence, Exception cause) {
    return new Failure(ExitCode.USAGE, sentence, cause);
  }

  /// The network failed: [ExitCode#NETWORK].
  public static Failure network(String sentence, Throwable cause) {
    return new Failure(ExitCode.NETWORK, sentence, cause);
  }

  /// True if failures are shown with their stack traces: PARLEY_DEBUG=1.
  public static boolean showsTraces() {
    return "1".equals(System.getenv("PARLEY_DEBUG"));
  }

  public int exitCode() {
    return exitCode;
  }

  /// Returns the library's problem behind this failure; null if there is none.
  public @Nullable Problem problem() {
    return problem;
  }

  /// Returns the sentence.
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
