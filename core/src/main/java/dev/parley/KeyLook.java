package dev.parley;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How key files looked at one moment, without what is in them: two that are equal are of files
/// that have not changed in between. A value.
///
/// @param files each with what gives a change away, in the order of their names
/// @param trouble why they could not be looked at, a sentence; null if all is well
record KeyLook(Map<Path, Mark> files, @Nullable String trouble) {
  private static final String SUFFIX = ".key";

  /// What of a file changes with it.
  record Mark(
      FileTime modified,
      long size,
      @Nullable Object inode,
      boolean isRegular,
      Set<PosixFilePermission> permissions) {
    private static Mark of(Path file) throws IOException {
      BasicFileAttributes found =
          file.getFileSystem().supportedFileAttributeViews().contains("posix")
              ? Files.readAttributes(file, PosixFileAttributes.class)
              : Files.readAttributes(file, BasicFileAttributes.class);
      return new Mark(
          found.lastModifiedTime(),
          found.size(),
          found.fileKey(),
          found.isRegularFile(),
          found instanceof PosixFileAttributes posix ? posix.permissions() : Set.of());
    }

    /// True if others than the owner may read it.
    boolean isExposed() {
      return permissions.contains(PosixFilePermission.GROUP_READ)
          || permissions.contains(PosixFilePermission.OTHERS_READ);
    }
  }

  /// Looks at one file, which may be missing.
  static KeyLook atFile(Path file) {
    Map<Path, Mark> files = new TreeMap<>();
    try {
      files.put(file, Mark.of(file));
    } catch (NoSuchFileException e) {
      return new KeyLook(files, null);
    } catch (IOException e) {
      return new KeyLook(files, why(e));
    }
    return new KeyLook(files, null);
  }

  /// Looks at all files of a folder whose names end with `.key`.
  ///
  /// @param most more than so many are too many
  static KeyLook atFolder(Path folder, int most) {
    Map<Path, Mark> files = new TreeMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, KeyLook::isKeyFile)) {
      for (Path file : all) {
        if (files.size() == most) {
          return new KeyLook(Map.of(), "it holds more than " + most + " key files");
        }
        add(file, files);
      }
    } catch (IOException e) {
      return new KeyLook(Map.of(), why(e));
    }
    return new KeyLook(files, null);
  }

  private static boolean isKeyFile(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(SUFFIX) && !name.startsWith(".");
  }

  private static void add(Path file, Map<Path, Mark> files) throws IOException {
    try {
      files.put(file, Mark.of(file));
    } catch (NoSuchFileException e) {
      // Gone since it was listed, or a link that points nowhere.
    }
  }

  /// The JDK's exceptions for these say the file's name and no more.
  static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case NotDirectoryException _ -> "it is no folder";
      case AccessDeniedException _ -> "this user may not read it";
      default -> String.valueOf(e.getMessage());
    };
  }
}
