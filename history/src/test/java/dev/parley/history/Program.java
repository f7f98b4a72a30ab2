package dev.parley.history;

import com.fasterxml.jackson.core.JsonFactory;
import dev.parley.chat.history.History;
import dev.parley.limit.Clock;
import dev.parley.testing.Wait;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.sqlite.JDBC;

/// A program of the tests in a process of its own, with everything that a history needs on its
/// class path; ends with the test at the latest.
final class Program implements AutoCloseable {
  private static final List<Class<?>> NEEDED =
      List.of(
          Program.class,
          SqliteHistory.class,
          History.class,
          Clock.class,
          Wait.class,
          JDBC.class,
          JsonFactory.class);

  private final Process process;
  private final BufferedReader output;
  private final BufferedWriter input;

  private Program(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
    this.input = process.outputWriter(StandardCharsets.UTF_8);
  }

  /// Starts the program with these options of the JVM, arguments, and environment.
  static Program start(
      Class<?> main, Map<String, String> environment, List<String> options, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(), main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return new Program(builder.start());
  }

  private static String classPath() {
    Set<String> places = new LinkedHashSet<>();
    for (Class<?> needed : NEEDED) {
      try {
        Path place = Path.of(needed.getProtectionDomain().getCodeSource().getLocation().toURI());
        places.add(place.toString());
        // On the module path, the tests count as the module's, whose classes lie beside them.
        Path tests = place.resolveSibling("test-classes");
        if (Files.isDirectory(place) && Files.isDirectory(tests)) {
          places.add(tests.toString());
          places.add(place.resolveSibling("classes").toString());
        }
      } catch (URISyntaxException e) {
        throw new IllegalStateException(e);
      }
    }
    return String.join(":", places);
  }

  /// Returns the next line, null at the end.
  String line() throws IOException {
    return output.readLine();
  }

  /// Sends a line, and returns the next one.
  String ask(String line) throws IOException {
    input.write(line + "\n");
    input.flush();
    return line();
  }

  /// Kills it, and returns the lines that it had printed.
  List<String> kill() throws IOException {
    boolean _ =
        process.toHandle().destroyForcibly(); // SIGKILL; that of the process would close its output
    return rest();
  }

  /// Returns the lines until it ends.
  List<String> rest() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = line(); line != null; line = line()) {
      lines.add(line);
    }
    return lines;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      boolean _ = process.waitFor(Wait.SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
