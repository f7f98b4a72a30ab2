package dev.parley.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs short commands and captures their output.
final class Command {
  private static final Duration TRIED = Duration.ofSeconds(5);

  private Command() {}

  /// Runs a command to its end and returns its output; blocks for `patience` at most. Its standard
  /// error goes to `log`.
  ///
  /// @throws Unavailable if it fails or takes too long, with the end of its log
  static String run(Children children, Path log, Duration patience, List<String> command)
      throws IOException, InterruptedException, Unavailable {
    Path out = log.resolveSibling(log.getFileName() + ".out");
    Process process =
        children.start(
            new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(log.toFile()));
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new Unavailable(
            command.getFirst() + " took longer than " + patience.toSeconds() + " s");
      }
      if (process.exitValue() != 0) {
        throw new Unavailable(
            command.getFirst() + " ended with " + process.exitValue() + ": " + lastLine(log));
      }
      return Files.readString(out);
    } finally {
      children.end(process);
    }
  }

  /// True if a command, with the words `before` prepended, succeeds.
  static boolean succeeds(Place place, Children children, List<String> before, String... command)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(before);
    all.addAll(List.of(command));
    try {
      String _ = run(children, place.logs().resolve("tried.txt"), TRIED, all);
      return true;
    } catch (Unavailable _) {
      return false;
    }
  }

  /// Returns the last line of a log that is not blank.
  static String lastLine(Path log) throws IOException {
    return Files.exists(log)
        ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .reduce("it said nothing", (_, line) -> line)
            .strip()
        : "it said nothing";
  }
}
