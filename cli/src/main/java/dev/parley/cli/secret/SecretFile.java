package dev.parley.cli.secret;

import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.reload.Writers;
import dev.parley.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;

/// A file with a key, a secret or a password, which only its owner should be able to read.
public final class SecretFile {
  /// Readable and writable by the owner only.
  public static final Set<PosixFilePermission> OWNER_ALONE =
      PosixFilePermissions.fromString("rw-------");

  private SecretFile() {}

  /// Returns the attributes for creating a file, so that it has these permissions from the start;
  /// none on a file system without permissions.
  public static FileAttribute<?>[] attributes(Path file, Set<PosixFilePermission> permissions) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  /// Returns the file's content, which the caller wipes.
  ///
  /// @param what the kind of file, as `key file`
  /// @param most the maximum size of such a file in bytes, to detect a wrong one
  /// @throws Failure if it cannot be read or is too large
  public static byte[] read(Path file, String what, int most) {
    String name = Printable.line(file.toString());
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      String writers = Writers.of(file);
      if (writers != null) {
        throw new IOException(writers);
      }
      content = in.readNBytes(most + 1);
    } catch (IOException e) {
      throw new Failure(ExitCode.USAGE, "cannot read the " + what + " " + name + ": " + why(e), e);
    }
    if (content.length > most) {
      throw Failure.usage(
          "the " + what + " " + name + " has more than " + most + " bytes, so it is none");
    }
    return content;
  }

  private static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "this user may not read it";
      default -> Printable.line(String.valueOf(e.getMessage()));
    };
  }

  /// Warns if users other than the owner may read it.
  ///
  /// @param what the kind of file, as `key file`
  public static void warnOfReaders(Path file, String what, Consumer<String> warn) {
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
      // A file system without permissions has nothing to warn about.
    }
  }
}
