package dev.parley.cli;

import dev.parley.testing.Wait;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The command in a second process: this module from `target/classes`, run by the JVM of the tests,
/// over pipes. Killed when closed.
public final class Program implements AutoCloseable {
  private static final long PATIENCE_SECONDS = Wait.SECONDS;
  private static final String END = "(end)";

  private final Process process;
  private final BlockingQueue<String> errors = new LinkedBlockingQueue<>();
  private final List<String> seen = new ArrayList<>();

  private Program(Process process) {
    this.process = process;
    Thread.ofPlatform().daemon().name("stderr").start(this::readErrors);
  }

  /// Starts `parley` with these arguments.
  public static Program start(String... arguments) throws IOException {
    return start(Map.of(), command(arguments));
  }

  /// Starts a command of several words, with additional environment variables.
  static Program start(Map<String, String> environment, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("PARLEY_KEY");
    builder.environment().remove("PARLEY_PASSWORD");
    builder.environment().remove("PARLEY_DEBUG");
    builder.environment().putAll(environment);
    return new Program(builder.start());
  }

  /// Starts one of the programs in `src/test/python`, with these arguments.
  static Program python(String script, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add("python3");
    command.add(Path.of("src", "test", "python", script).toString());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return start(Map.of("PYTHONUTF8", "1"), command);
  }

  /// Returns the words that run `parley` with these arguments.
  static List<String> command(String... arguments) {
    return command(Main.class, List.of(), arguments);
  }

  /// Same as [#command(String...)] for another program of this module, with more options of the
  /// JVM.
  static List<String> command(Class<?> main, List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("--enable-native-access=org.jline.terminal.ffm,dev.parley,org.xerial.sqlitejdbc");
    command.addAll(options);
    command.add("--module-path");
    command.add(System.getProperty("jdk.module.path"));
    // No module requires what is only needed at run time, such as JLine's terminal.
    command.add("--add-modules");
    command.add("ALL-MODULE-PATH");
    command.add("--module");
    command.add("dev.parley.cli/" + main.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  private void readErrors() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      lines.lines().forEach(errors::add);
    } catch (IOException | java.io.UncheckedIOException e) {
      errors.add("(" + e + ")");
    }
    errors.add(END);
  }

  /// Waits for a line on stderr.
  public String await(Predicate<String> wanted) throws InterruptedException {
    for (String line : seen) {
      if (wanted.test(line)) {
        return line;
      }
    }
    while (true) {
      String line = errors.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null || line.equals(END)) {
        throw new AssertionError("no such line; stderr was " + seen);
      }
      seen.add(line);
      if (wanted.test(line)) {
        return line;
      }
    }
  }

  /// Returns the next line on stderr.
  String nextError() throws InterruptedException {
    String line = errors.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (line == null || line.equals(END)) {
      throw new AssertionError("nothing more on stderr, which was " + seen);
    }
    seen.add(line);
    return line;
  }

  /// Waits until it listens, and returns the port of this transport.
  int port(String transport) throws InterruptedException {
    String line = await(text -> text.startsWith("parley: listening on " + transport + "://"));
    return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
  }

  /// Waits until it has ended, and returns all of its stderr.
  public List<String> errors() throws InterruptedException {
    String line = "";
    while (!END.equals(line)) {
      line = errors.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("still running; stderr was " + seen);
      }
      if (!END.equals(line)) {
        seen.add(line);
      }
    }
    errors.add(END);
    return seen;
  }

  /// Waits until it has ended, and returns its exit code.
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still running; stderr was " + seen + errors);
    }
    return process.exitValue();
  }

  /// True if it ends within this time.
  boolean endsWithin(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /// Sends a signal, such as `TERM` or `INT`.
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /// Sends a signal to the process that this one has started.
  void signalChild(String name) throws IOException, InterruptedException {
    String child = Long.toString(process.descendants().findFirst().orElseThrow().pid());
    new ProcessBuilder("kill", "-" + name, child).start().waitFor();
  }

  /// Writes text to its stdin, in UTF-8.
  public void type(String text) throws IOException {
    process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /// Writes bytes to its stdin; returns null, for use as a task.
  @Nullable Void write(byte[] bytes) throws IOException {
    process.getOutputStream().write(bytes);
    process.getOutputStream().flush();
    return null;
  }

  /// Writes text to its stdin and ends it.
  void typeAll(String text) throws IOException {
    type(text);
    endInput();
  }

  /// Ends its stdin.
  public void endInput() throws IOException {
    process.getOutputStream().close();
  }

  InputStream stdout() {
    return process.getInputStream();
  }

  /// Reads the next line of stdout, in UTF-8, without its end.
  public String line() throws IOException, InterruptedException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = stdout().read(); b != '\n'; b = stdout().read()) {
      if (b < 0) {
        throw new AssertionError(
            "stdout ended with '" + line.toString(StandardCharsets.UTF_8) + "'; " + errors());
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /// Reads the next line of stdout, a number.
  int number() throws IOException, InterruptedException {
    return Integer.parseInt(line());
  }

  /// Reads the rest of stdout, in UTF-8.
  public String rest() throws IOException {
    return new String(stdout().readAllBytes(), StandardCharsets.UTF_8);
  }

  /// Reads stdout until this text has arrived, and returns everything read.
  String awaitStdout(String wanted) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] bytes = new byte[4096];
    while (text.indexOf(wanted) < 0) {
      int count = stdout().read(bytes);
      if (count < 0) {
        throw new AssertionError("stdout ended without '" + wanted + "': " + text);
      }
      text.append(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
    }
    return text.toString();
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
