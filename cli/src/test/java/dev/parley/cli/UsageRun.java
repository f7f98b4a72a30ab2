package dev.parley.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Runs many command lines that end at once, one after the other in a single second process, which
/// is much faster than a process for each.
public final class UsageRun implements AutoCloseable {
  private static final String END = "(ended with ";

  private final Program program;

  private UsageRun(Program program) {
    this.program = program;
  }

  static UsageRun start() throws IOException {
    return start(Map.of());
  }

  /// Same as [#start()], with additional environment variables.
  static UsageRun start(Map<String, String> environment) throws IOException {
    return new UsageRun(
        Program.start(
            environment,
            Program.command(
                UsageRun.class,
                List.of(
                    "--patch-module=dev.parley.cli="
                        + Path.of("target", "test-classes").toAbsolutePath()))));
  }

  /// The exit code of a command line, and its stderr.
  record Said(int code, List<String> errors) {}

  /// Runs a command line, whose words are separated by single spaces; `''` is an empty word.
  Said say(String line) throws IOException, InterruptedException {
    program.type(line + "\n");
    List<String> errors = new ArrayList<>();
    while (true) {
      String said = program.nextError();
      if (said.startsWith(END)) {
        return new Said(Integer.parseInt(said.substring(END.length(), said.length() - 1)), errors);
      }
      errors.add(said);
    }
  }

  @Override
  public void close() {
    program.close();
  }

  /// The other process.
  public static void main(String[] args) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      Arrays.setAll(words, i -> words[i].equals("''") ? "" : words[i]);
      int code = Main.run(words);
      System.err.println(END + code + ")");
    }
  }
}
