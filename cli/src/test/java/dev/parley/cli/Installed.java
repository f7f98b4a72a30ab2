package dev.parley.cli;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Programs that tests need and that not every machine has.
final class Installed {
  /// The module of nginx that forwards streams, where it is a separate file.
  static final Path NGINX_STREAMS = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");

  private Installed() {}

  /// Skips the calling test if this program is not installed; fails it with
  /// `PARLEY_INTEROP=required` in the environment, as in continuous integration.
  static void need(String program) {
    if (!has(program)) {
      throw lack(program);
    }
  }

  /// Returns the path of an administrator's program, which is not on everybody's `PATH`. If there
  /// is none, does the same as [#need].
  static String daemon(String program) {
    Path usual = Path.of("/usr/sbin", program);
    if (Files.isExecutable(usual)) {
      return usual.toString();
    }
    need(program);
    return program;
  }

  /// Same as [#need], for an nginx that forwards streams, by a module or built in.
  ///
  /// @param command runs nginx with such a configuration
  static void needNginxStreams(List<String> command) throws IOException, InterruptedException {
    List<String> trial = new ArrayList<>(command);
    trial.add("-t");
    if (!Files.exists(NGINX_STREAMS) && exitCode(trial) != 0) {
      throw lack("nginx's module for streams");
    }
  }

  private static int exitCode(List<String> command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /// Returns a Python that has this module: the one on the `PATH` or the system's, which has the
  /// modules of its packages. If there is none, does the same as [#need].
  static String pythonWith(String module) throws IOException, InterruptedException {
    for (String python : List.of("python3", "/usr/bin/python3")) {
      if ((has(python) || Files.isExecutable(Path.of(python))) && imports(python, module)) {
        return python;
      }
    }
    throw lack("a Python with the module " + module);
  }

  private static boolean imports(String python, String module)
      throws IOException, InterruptedException {
    return exitCode(List.of(python, "-c", "import " + module)) == 0;
  }

  /// Skips the test, or returns the error to throw if it must not be skipped.
  private static AssertionError lack(String what) {
    String sentence = what + " is not installed";
    return "required".equals(System.getenv("PARLEY_INTEROP"))
        ? new AssertionError(sentence)
        : abort(sentence);
  }

  private static boolean has(String program) {
    String path = System.getenv("PATH");
    return path != null
        && Stream.of(path.split(File.pathSeparator))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
