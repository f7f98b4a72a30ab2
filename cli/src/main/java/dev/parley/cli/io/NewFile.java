package dev.parley.cli.io;

import dev.parley.reload.FilePermissions;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/// A file created where there was none; it never replaces one. Deleted if it is closed before
/// [#keep], so that an incomplete file does not block the next attempt.
public final class NewFile implements AutoCloseable {
  private final Path path;
  private boolean isKept;

  private NewFile(Path path) {
    this.path = path;
  }

  /// Creates an empty file.
  ///
  /// @param permissions it has from the start, if the file system supports them
  /// @throws java.nio.file.FileAlreadyExistsException if there is one
  /// @throws IOException if it cannot be created
  public static NewFile at(Path path, Set<PosixFilePermission> permissions) throws IOException {
    return new NewFile(Files.createFile(path, FilePermissions.attributes(path, permissions)));
  }

  /// Writes all of it.
  public void write(byte[] content) throws IOException {
    Path _ = Files.write(path, content, StandardOpenOption.WRITE);
  }

  /// Opens the file to write what is too long for an array. The caller closes it.
  public FileOutputStream open() throws IOException {
    return new FileOutputStream(path.toFile());
  }

  /// Keeps the file on [#close].
  public void keep() {
    isKept = true;
  }

  @Override
  public void close() {
    if (!isKept) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        // The original failure is reported.
      }
    }
  }
}
