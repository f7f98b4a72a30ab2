package dev.parley.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/// Where the lines typed at the prompt are kept: `$XDG_STATE_HOME/parley/history`, or
/// `~/.local/state/parley/history` (XDG Base Directory Specification 0.8). For its owner alone,
/// since people type all sorts of things.
final class HistoryFile {
  private static final String FILE_MODE = "rw-------";
  private static final String DIRECTORY_MODE = "rwx------";

  private HistoryFile() {}

  /// The file's place. A relative XDG_STATE_HOME does not count, as the specification says.
  static Path place(Map<String, String> environment, String home) {
    String state = environment.get("XDG_STATE_HOME");
    Path base =
        state != null && Path.of(state).isAbsolute()
            ? Path.of(state)
            : Path.of(home, ".local", "state");
    return base.resolve("parley").resolve("history");
  }

  /// Makes the file and its directories where they are missing, and closes it to others.
  ///
  /// @throws IOException if that cannot be
  static void prepare(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectories(file.getParent());
      return;
    }
    Files.createDirectories(
        file.getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(DIRECTORY_MODE)));
    var mode = PosixFilePermissions.fromString(FILE_MODE);
    try {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(mode));
    } catch (FileAlreadyExistsException _) {
      Files.setPosixFilePermissions(file, mode);
    }
  }
}
