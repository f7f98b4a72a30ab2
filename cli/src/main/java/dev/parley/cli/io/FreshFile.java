package dev.parley.cli.io;

import dev.parley.reload.AccessList;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;

/// A new file that replaces another one atomically, so that readers see either the old or the new
/// content, and a failure keeps the old one. It is created beside the old file, or, if that is a
/// symbolic link, beside the link's target. Deleted if it is closed before [#replace].
public final class FreshFile implements AutoCloseable {
  private final Path target;
  private final Path fresh;
  private boolean isOurs;

  private FreshFile(Path target, Path fresh) {
    this.target = target;
    this.fresh = fresh;
    this.isOurs = true;
  }

  /// Creates an empty file.
  ///
  /// @param suffix of its name
  /// @throws IOException if that is impossible, also if a file of this name exists already
  public static FreshFile beside(Path file, String suffix, FileAttribute<?>... attributes)
      throws IOException {
    Path target = target(file);
    Path fresh = target.resolveSibling(target.getFileName() + suffix);
    return new FreshFile(target, Files.createFile(fresh, attributes));
  }

  private static Path target(Path file) throws IOException {
    return Files.exists(file) ? file.toRealPath() : SymbolicLinks.way(file).getLast();
  }

  /// Writes all of it and syncs it to disk.
  public void write(byte[] content) throws IOException {
    try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
      out.write(content);
      out.getFD().sync();
    }
  }

  /// Replaces the old file and keeps its owner, group, permissions and access control list.
  public void replace() throws IOException {
    if (Files.exists(target)) {
      keepAttributes();
    }
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    isOurs = false;
  }

  /// Keeps the old file readable for everybody who could read it before.
  private void keepAttributes() throws IOException {
    PosixFileAttributeView of = Files.getFileAttributeView(target, PosixFileAttributeView.class);
    PosixFileAttributeView to = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
    if (of == null || to == null) {
      return;
    }
    PosixFileAttributes were = of.readAttributes();
    PosixFileAttributes are = to.readAttributes();
    if (!were.owner().equals(are.owner())) {
      to.setOwner(were.owner());
    }
    if (!were.group().equals(are.group())) {
      to.setGroup(were.group());
    }
    AccessList.copy(target, fresh);
    to.setPermissions(were.permissions());
  }

  @Override
  public void close() {
    if (isOurs) {
      try {
        Files.deleteIfExists(fresh);
      } catch (IOException e) {
        // The original failure is reported.
      }
    }
  }
}
