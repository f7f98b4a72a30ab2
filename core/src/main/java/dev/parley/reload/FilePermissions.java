package dev.parley.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The permissions of files with keys, secrets or passwords, which only their owner should be able
/// to read. All methods that take a path block.
public final class FilePermissions {
  /// Readable and writable by the owner only: `rw-------`.
  public static final Set<PosixFilePermission> OWNER_ALONE =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private static final int GROUP_OR_OTHERS_READ = 0044;

  private FilePermissions() {}

  /// Returns the attributes for creating a file, so that it has these permissions from the start;
  /// none on a file system without permissions.
  public static FileAttribute<?>[] attributes(Path file, Set<PosixFilePermission> permissions) {
    return isPosix(file)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  /// True if users other than the owner can read the file; false if that is unknown, or on a file
  /// system without permissions.
  public static boolean isExposed(Path file) {
    try {
      Set<PosixFilePermission> found = Files.getPosixFilePermissions(file);
      return found.contains(PosixFilePermission.GROUP_READ)
          || found.contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /// Like [#isExposed(Path)], for a mode as POSIX numbers it.
  static boolean isExposed(int mode) {
    return (mode & GROUP_OR_OTHERS_READ) != 0;
  }

  /// Restricts the file to its owner, if it is less restricted.
  ///
  /// @throws IOException if that is impossible
  /// @throws UnsupportedOperationException on a file system without permissions
  public static void restrict(Path file) throws IOException {
    if (!OWNER_ALONE.containsAll(Files.getPosixFilePermissions(file))) {
      Files.setPosixFilePermissions(file, OWNER_ALONE);
    }
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
