package dev.parley.testing;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A Java program from the tests in a process of its own, for conditions that would harm this one:
/// little memory, few descriptors. Ends with the test at the latest.
public final class ChildJvm implements Closeable {
  private final Process process;
  private final BufferedReader output;

  private ChildJvm(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /// Starts `program`, which has a `main`, with these JVM options. Its standard error is merged
  /// into its output.
  ///
  /// @param descriptors the maximum number of open files, 0 for the same as ours
  public static ChildJvm start(Class<?> program, int descriptors, String... options)
      throws IOException {
    return start(descriptors == 0 ? "" : "ulimit -n " + descriptors + "; ", "", program, options);
  }

  /// Like [#start(Class, int, String...)], in this locale.
  ///
  /// @param locales the folder that contains it, as created by `localedef`
  public static ChildJvm startInLocale(
      Path locales, String locale, Class<?> program, String... options) throws IOException {
    String first = "export LOCPATH='" + locales + "' LC_ALL=" + locale + "; unset LANGUAGE; ";
    return start(first, "", program, options);
  }

  /// Like [#start(Class, int, String...)], in a network namespace of its own without any interface
  /// that is up; requires root.
  public static ChildJvm startInNetworkOfItsOwn(Class<?> program, String... options)
      throws IOException {
    return start("", "unshare -n ", program, options);
  }

  /// Like [#start(Class, int, String...)], with the system's users and groups taken from these two
  /// files, which may change; requires root.
  ///
  /// @param under the command that runs the JVM as one of these users
  public static ChildJvm startAmong(
      Path users, Path groups, String under, Class<?> program, String... options)
      throws IOException {
    String mounts = "mount --bind " + users + " /etc/passwd && mount --bind " + groups;
    String script = mounts + " /etc/group && exec " + under + " \"$@\"";
    return start("", "unshare -m sh -c '" + script + "' sh ", program, options);
  }

  private static ChildJvm start(String first, String under, Class<?> program, String... options)
      throws IOException {
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(List.of(options));
    java.add("-XX:+UseSerialGC");
    java.add("-XX:TieredStopAtLevel=1");
    java.add("-XX:-MaxFDLimit");
    java.add("-cp");
    java.add(classPath());
    java.add(program.getName());
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", first + "exec " + under + "\"$@\"", "sh"));
    command.addAll(java);
    return new ChildJvm(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /// Returns the class path of the main and test classes, wherever the build has put them.
  private static String classPath() {
    try {
      Path main =
          Path.of(ChildJvm.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path tests = main.resolveSibling("test-classes");
      Path classes = main.resolveSibling("classes");
      return Files.isDirectory(tests) ? classes + ":" + tests : main.toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Returns the process id.
  public long pid() {
    return process.pid();
  }

  /// Returns the next line that it prints.
  ///
  /// @throws AssertionError if it has ended instead
  public String line() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new AssertionError("the program ended");
    }
    return line;
  }

  /// Sends it a line, and returns the next line that it prints.
  public String ask(String line) throws IOException {
    BufferedWriter input = process.outputWriter(StandardCharsets.UTF_8);
    input.write(line + "\n");
    input.flush();
    return line();
  }

  /// Closes its input, waits until it has ended, and returns all of its output not read yet.
  ///
  /// @throws AssertionError with that output if its exit code is not 0
  public String awaitEnd() throws IOException, InterruptedException {
    process.outputWriter(StandardCharsets.UTF_8).close();
    return awaitEndOfItself();
  }

  /// Like [#awaitEnd], but does not close its input.
  public String awaitEndOfItself() throws IOException, InterruptedException {
    StringBuilder rest = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      rest.append(line).append('\n');
    }
    int exit = process.waitFor();
    if (exit != 0) {
      throw new AssertionError("exit " + exit + ":\n" + rest);
    }
    return rest.toString();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    try {
      boolean _ = process.waitFor(Wait.SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    output.close();
  }
}
