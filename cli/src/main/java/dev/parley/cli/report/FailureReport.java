package dev.parley.cli.report;

import dev.parley.cli.command.Failure;
import dev.parley.cli.text.Texts;
import dev.parley.limit.Clock;
import dev.parley.text.Printable;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

/// The last line of a command that failed, on stderr: `parley: ` and a sentence, or the JSON object
/// `failed`.
///
/// @param isJson true if programs read the output of the command
public record FailureReport(boolean isJson) {
  private static final List<String> JSON = List.of("--json", "--json=true");

  /// Returns the report for a command line, which may be invalid: its words alone decide. Programs
  /// get English in any locale, so with `--json` this makes it the language of this process.
  public static FailureReport of(String... args) {
    boolean isJson = !Collections.disjoint(JSON, List.of(args));
    if (isJson) {
      Texts.speakEnglish();
    }
    return new FailureReport(isJson);
  }

  /// Prints why the command ends; returns its exit code. Blocks until stderr has taken it.
  public int print(Failure failure) {
    String line =
        isJson
            ? EventJson.failed(failure, Clock.system().now())
            : "parley: " + Printable.line(failure.sentence());
    System.err.writeBytes((line + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
    if (Failure.showsTraces()) {
      System.err.println(EventText.trace(failure));
    }
    return failure.exitCode();
  }
}
