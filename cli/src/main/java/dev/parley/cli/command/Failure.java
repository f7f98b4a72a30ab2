package dev.parley.cli.command;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// The failure of a command: one sentence for the user, without `parley: ` and without a full stop,
/// and the exit code. [dev.parley.cli.Main] prints the sentence and returns the code.
public final class Failure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final int exitCode;

  public Failure(int exitCode, String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.exitCode = exitCode;
  }

  /// The user asked for something impossible: [ExitCode#USAGE].
  public static Failure usage(String sentence) {
    return new Failure(ExitCode.USAGE, sentence, null);
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

  /// Returns the sentence.
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
