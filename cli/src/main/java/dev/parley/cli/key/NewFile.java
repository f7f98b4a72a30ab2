package dev.parley.cli.key;

import dev.parley.cli.secret.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/// A file that is made where there was none, never over another one. Removed when it is closed
/// before [#keep], so that what could not be written does not stand in the way of the next try.
final class NewFile implements AutoCloseable {
  private final Path path;
  private boolean isKept;

  private NewFile(Path path) {
    this.path = path;
  }

  /// Makes an empty file.
  ///
  /// @param permissions it has from the start, where the file system knows them
  /// @throws java.nio.file.FileAlreadyExistsException if there is one
  /// @throws IOException if it cannot be made
  static NewFile at(Path path, Set<PosixFilePermission> permissions) throws IOException {
    return new NewFile(Files.createFile(path, SecretFile.attributes(path, permissions)));
  }

  /// Writes all of it.
  void write(byte[] content) throws IOException {
    Path _ = Files.write(path, content, StandardOpenOption.WRITE);
  }

  /// The file stays.
  void keep() {
    isKept = true;
  }

  @Override
  public void close() {
    if (!isKept) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        // What went wrong before is told.
      }
    }
  }
}
