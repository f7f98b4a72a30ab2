package dev.parley.testing;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs setfacl(1) and getfacl(1), for the access control lists of files.
public final class SetFacl {
  private SetFacl() {}

  /// Changes a file's list. Skips the test if the program or the file system does not support it;
  /// fails it if the environment has `PARLEY_INTEROP=required`.
  ///
  /// @param entries the argument of the option, empty for none
  public static void run(String option, String entries, Path file)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("setfacl", option));
    if (!entries.isEmpty()) {
      command.add(entries);
    }
    command.add(file.toString());
    String _ = output(command);
  }

  /// Returns a file's list, as getfacl(1) prints it.
  public static String list(Path file) throws IOException, InterruptedException {
    return output(
        List.of("getfacl", "--numeric", "--omit-header", "--absolute-names", file.toString()));
  }

  private static String output(List<String> command) throws InterruptedException {
    String said;
    int exit;
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      exit = process.waitFor();
    } catch (IOException e) {
      said = String.valueOf(e.getMessage());
      exit = -1;
    }
    if (exit != 0) {
      if ("required".equals(System.getenv("PARLEY_INTEROP"))) {
        throw new AssertionError(said);
      }
      abort(said);
    }
    return said;
  }
}
