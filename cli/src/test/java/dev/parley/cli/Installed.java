package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Programs that tests want and that not every machine has.
final class Installed {
  private Installed() {}

  /// Skips the test that calls it where this program is not installed; with the environment's
  /// `PARLEY_INTEROP=required`, as in continuous integration, fails it.
  static void need(String program) {
    if (has(program)) {
      return;
    }
    String sentence = program + " is not installed";
    if ("required".equals(System.getenv("PARLEY_INTEROP"))) {
      fail(sentence);
    }
    abort(sentence);
  }

  private static boolean has(String program) {
    String path = System.getenv("PATH");
    return path != null
        && Stream.of(path.split(File.pathSeparator))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
