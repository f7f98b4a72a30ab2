package dev.parley.cli;

import dev.parley.frame.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.function.Consumer;

/// Who may read a file that holds a secret.
final class Readers {
  private Readers() {}

  /// Warns if others than its user may.
  ///
  /// @param what the file is, as `key file`
  static void warn(Path file, String what, Consumer<String> warn) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.contains(PosixFilePermission.GROUP_READ)
          || permissions.contains(PosixFilePermission.OTHERS_READ)) {
        warn.accept(
            "other users may read the "
                + what
                + " "
                + Printable.line(file.toString())
                + "; chmod 600 keeps them out");
      }
    } catch (IOException | UnsupportedOperationException e) {
      // A file system without permissions has nothing to warn of.
    }
  }
}
