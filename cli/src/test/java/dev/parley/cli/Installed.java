package dev.parley.cli;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Programs that tests want and that not every machine has.
final class Installed {
  /// The module of nginx that forwards streams, where it is a file of its own.
  static final Path NGINX_STREAMS = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");

  private Installed() {}

  /// Skips the test that calls it where this program is not installed; with the environment's
  /// `PARLEY_INTEROP=required`, as in continuous integration, fails it.
  static void need(String program) {
    if (!has(program)) {
      throw lack(program);
    }
  }

  /// The path of a program that administrators run, which is not on everybody's `PATH`. Without it,
  /// as [#need].
  static String daemon(String program) {
    Path usual = Path.of("/usr/sbin", program);
    if (Files.isExecutable(usual)) {
      return usual.toString();
    }
    need(program);
    return program;
  }

  /// As [#need], of an nginx that forwards streams, by a module or by itself.
  ///
  /// @param command runs it, with a configuration that does so
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

  /// A Python that has this module, among the one on the `PATH` and that of the system, to which
  /// the modules of its packages belong. Without one, as [#need].
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

  /// Skips the test; or, where it must not be skipped, gives what to throw.
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
