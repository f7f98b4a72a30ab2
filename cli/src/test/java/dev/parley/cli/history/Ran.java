package dev.parley.cli.history;

import dev.parley.cli.Main;
import dev.parley.cli.command.Failure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/// A command of `parley history` that ran in this process: its exit code, and the lines of both
/// outputs.
record Ran(int code, List<String> out, List<String> err) {
  /// Runs `parley history COMMAND --data PLACE WORDS…`.
  static Ran history(String command, Path place, String... words) {
    List<String> line = new ArrayList<>(List.of("history", command, "--data", place.toString()));
    line.addAll(List.of(words));
    return of(Main.whole(), line);
  }

  /// Runs a line of this command.
  static Ran of(CommandLine command, List<String> line) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    PrintWriter errors = new PrintWriter(err, true);
    command.setOut(new PrintWriter(out)).setErr(errors);
    command.setExecutionExceptionHandler((e, _, _) -> {
      if (e instanceof Failure failure) {
        errors.println(failure.sentence());
        return failure.exitCode();
      }
      throw e;
    });
    int code = command.execute(line.toArray(String[]::new));
    return new Ran(code, out.toString().lines().toList(), err.toString().lines().toList());
  }
}
