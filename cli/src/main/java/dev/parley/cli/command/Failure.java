package dev.parley.cli.command;

import dev.parley.cli.text.ProblemTexts;
import dev.parley.problem.GeneralProblem;
import dev.parley.problem.HasProblem;
import dev.parley.problem.Problem;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// The failure of a command: one sentence for the user, without `parley: ` and without a full stop,
/// and the exit code. [dev.parley.cli.Main] prints the sentence and returns the code.
public final class Failure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final int exitCode;
  private final transient Problem problem;

  /// Creates a failure that is told by the sentence about `said`. For programs its problem is that
  /// of `cause`, if it has one.
  public Failure(int exitCode, Problem said, @Nullable Throwable cause) {
    this(exitCode, said, cause instanceof HasProblem known ? known.problem() : said, cause);
  }

  /// Creates a failure by a known problem.
  ///
  /// @param problem for programs; where it is only a text of the system, they get `said`
  public Failure(int exitCode, Problem said, Problem problem, @Nullable Throwable cause) {
    super(ProblemTexts.sentence(said), cause);
    this.exitCode = exitCode;
    this.problem = problem.code() == GeneralProblem.TEXT ? said : problem;
  }

  /// The user asked for something impossible: [ExitCode#USAGE].
  public static Failure usage(Problem said) {
    return new Failure(ExitCode.USAGE, said, null);
  }

  /// Same as [#usage(Problem)], with the problem of `cause`.
  public static Failure usage(Exception cause) {
    return usage(Problem.of(cause), cause);
  }

  /// Same as [#usage(Problem)], because of `cause`.
  public static Failure usage(Problem said, Exception cause) {
    return new Failure(ExitCode.USAGE, said, cause);
  }

  /// The network failed: [ExitCode#NETWORK].
  public static Failure network(Problem said, Throwable cause) {
    return new Failure(ExitCode.NETWORK, said, cause);
  }

  /// Same as [#network(Problem, Throwable)], with the problem of `cause`.
  public static Failure network(Exception cause) {
    return network(Problem.of(cause), cause);
  }

  /// True if failures are shown with their stack traces: PARLEY_DEBUG=1.
  public static boolean showsTraces() {
    return "1".equals(System.getenv("PARLEY_DEBUG"));
  }

  public int exitCode() {
    return exitCode;
  }

  /// Returns why, for programs: the library's problem behind this failure, or else that of the
  /// sentence.
  public Problem problem() {
    return problem;
  }

  /// Returns the sentence.
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
