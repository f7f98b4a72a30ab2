package dev.parley.cli;

import dev.parley.frame.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The file that a page with charts goes to. Yesterday's page stays until today's is whole. A pipe
/// or a device, such as `/dev/stdout`, is written as it is, and so is a file in a folder where we
/// may make no other.
record ReportFile(Path path, boolean isReplaced) {
  private static final String SUFFIX = "." + ProcessHandle.current().pid() + ".new";

  /// The file at this place, which stays as it is. Looks whether it can be written before the load
  /// is on, so that nobody waits for figures that cannot.
  ///
  /// @throws Failure if it cannot be written
  static ReportFile at(Path path) {
    try {
      boolean isThere = Files.exists(path);
      if (Files.isDirectory(path)) {
        throw new FileSystemException(path.toString(), null, "is a directory");
      }
      if (isThere && !Files.isWritable(path)) {
        throw new AccessDeniedException(path.toString());
      }
      return new ReportFile(
          path, isThere ? Files.isRegularFile(path) && mayReplace(path) : isMade(path));
    } catch (IOException e) {
      throw failure(path, e, ExitCode.USAGE);
    }
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
      if (!isReplaced) {
        Files.write(path, content);
        return;
      }
      try (FreshFile fresh = FreshFile.beside(path, SUFFIX)) {
        fresh.write(content);
        fresh.replace();
      }
    } catch (IOException e) {
      throw failure(path, e, ExitCode.NETWORK);
    }
  }

  private static Failure failure(Path path, IOException e, int exitCode) {
    return new Failure(
        exitCode,
        "cannot write " + Printable.line(path.toString()) + ": " + FileFault.ofWriting(e),
        e);
  }
}
