package dev.parley.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The command at a pseudo-terminal, created by `script` (util-linux), and the terminal's contents.
/// Skips the test that starts one if there is no `script`, unless `PARLEY_INTEROP=required`.
final class AtTerminal implements AutoCloseable {
  static final String CTRL_C = "\u0003";
  static final String CTRL_D = "\u0004";

  private final Program program;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /// Where the next wait starts.
  private int seen;

  private AtTerminal(Program program) {
    this.program = program;
  }

  /// Starts `parley` with these arguments and its state in `home`.
  static AtTerminal start(Path home, String... arguments) throws IOException {
    return startAfter("stty cols 80 rows 24", home, arguments);
  }

  /// Same as [#start], after a shell line that changes the terminal.
  static AtTerminal startAfter(String shell, Path home, String... arguments) throws IOException {
    Installed.need("script");
    String command =
        Stream.of(Program.command(arguments))
            .flatMap(List::stream)
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    return new AtTerminal(
        Program.start(
            Map.of("TERM", "xterm-256color", "NO_COLOR", "1", "XDG_STATE_HOME", home.toString()),
            List.of("script", "-qefc", shell + "; exec " + command, "/dev/null")));
  }

  /// Waits until `wanted` appears on the terminal, after the text of the previous wait. Returns
  /// everything since then, including it.
  String await(String wanted) throws IOException {
    byte[] read = new byte[4096];
    while (text().indexOf(wanted, seen) < 0) {
      int count = program.stdout().read(read);
      if (count < 0) {
        throw new AssertionError("no '" + wanted + "' at the terminal: " + text().substring(seen));
      }
      bytes.write(read, 0, count);
    }
    int end = text().indexOf(wanted, seen) + wanted.length();
    String text = text().substring(seen, end);
    seen = end;
    return text;
  }

  /// Waits until this letter has appeared `count` times since the previous wait.
  void awaitAll(char letter, int count) throws IOException {
    byte[] read = new byte[4096];
    int found = 0;
    while (true) {
      String text = text();
      // The last character may be incomplete.
      for (; seen < text.length() - 1 && found < count; seen++) {
        if (text.charAt(seen) == letter) {
          found++;
        }
      }
      if (found == count) {
        return;
      }
      int size = program.stdout().read(read);
      if (size < 0) {
        throw new AssertionError(found + " times '" + letter + "' at the terminal");
      }
      bytes.write(read, 0, size);
    }
  }

  private String text() {
    return bytes.toString(UTF_8);
  }

  /// Types a line.
  void enter(String text) throws IOException {
    program.type(text + "\r");
  }

  /// Pastes a line, as a terminal does.
  void paste(String text) throws IOException {
    program.type("\u001b[200~" + text + "\u001b[201~\r");
  }

  /// Presses keys.
  void press(String keys) throws IOException {
    program.type(keys);
  }

  /// Waits until the command has ended; returns everything that the terminal got.
  byte[] everything() throws IOException {
    program.stdout().transferTo(bytes);
    return bytes.toByteArray();
  }

  /// Returns the port that the command reports to listen at.
  int port(String transport) throws IOException {
    await("listening on " + transport + "://");
    String line = await("\n");
    return Integer.parseInt(line.strip().replaceAll(".*:", ""));
  }

  /// Waits until the command has ended; returns its exit code.
  int exitCode() throws IOException, InterruptedException {
    program.rest();
    return program.exitCode();
  }

  @Override
  public void close() {
    program.close();
  }
}
