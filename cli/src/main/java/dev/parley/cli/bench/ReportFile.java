package dev.parley.cli.bench;

import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.io.FileFault;
import dev.parley.cli.io.FreshFile;
import dev.parley.cli.io.SymbolicLinks;
import dev.parley.problem.FileProblem;
import dev.parley.problem.ProblemIOException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The file of a page with charts. A regular file is replaced once the new page is complete. A pipe
/// or a device is overwritten, and so is a file in a folder where we may not create another. The
/// page is appended to a file that this process has open, such as `/dev/stdout`, whatever that is.
record ReportFile(Path path, Way way) {
  /// How the page is written.
  private enum Way {
    REPLACES,
    OVERWRITES,
    IS_ADDED
  }

  private static final String SUFFIX = "." + ProcessHandle.current().pid() + ".new";

  /// Returns the file at this path, which is not changed yet. Checks whether it is writable before
  /// the load starts, so that nobody waits for results that cannot be saved.
  ///
  /// @throws Failure if it cannot be written
  static ReportFile at(Path path) {
    try {
      boolean isThere = Files.exists(path);
      if (Files.isDirectory(path)) {
        throw new ProblemIOException(FileProblem.IS_A_DIRECTORY);
      }
      if (isThere && !Files.isWritable(path)) {
        throw new AccessDeniedException(path.toString());
      }
      return new ReportFile(path, way(path, isThere));
    } catch (IOException e) {
      throw FileFault.failure(ExitCode.USAGE, path, e);
    }
  }

  private static Way way(Path path, boolean isThere) throws IOException {
    if (isThere && isOpenHere(path)) {
      return Way.IS_ADDED;
    }
    boolean isReplaced = isThere ? Files.isRegularFile(path) && mayReplace(path) : isMade(path);
    return isReplaced ? Way.REPLACES : Way.OVERWRITES;
  }

  /// True for the name of a file descriptor: replacing the file behind it would leave the
  /// descriptor with a deleted file.
  private static boolean isOpenHere(Path path) throws IOException {
    for (Path at : SymbolicLinks.way(path)) {
      Path folder = at.getParent();
      if (folder != null && folder.toRealPath().toString().matches("/dev/fd|/proc/.*/fd")) {
        return true;
      }
    }
    return false;
  }

  private static boolean mayReplace(Path path) {
    try {
      return isMade(path);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isMade(Path path) throws IOException {
    try (FreshFile _ = FreshFile.beside(path, SUFFIX)) {
      return true;
    }
  }

  /// Writes the page.
  ///
  /// @throws Failure if it cannot be written
  void write(String page) {
    byte[] content = page.getBytes(StandardCharsets.UTF_8);
    try {
      switch (way) {
        case OVERWRITES -> {
          Path _ = Files.write(path, content);
        }
        case IS_ADDED -> {
          Path _ = Files.write(path, content, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        }
        case REPLACES -> {
          try (FreshFile fresh = FreshFile.beside(path, SUFFIX)) {
            fresh.write(content);
            fresh.replace();
          }
        }
      }
    } catch (IOException e) {
      throw FileFault.failure(ExitCode.NETWORK, path, e);
    }
  }
}
