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

/// A file that takes the place of another one at once, so that readers find the old or the new
/// content, and a failure leaves the old one. It is made beside the other; where that is a symbolic
/// link, beside the file that the link leads to. Removed when it is closed before [#replace].
public final class FreshFile implements AutoCloseable {
  private final Path target;
  private final Path fresh;
  private boolean isOurs;

  private FreshFile(Path target, Path fresh) {
    this.target = target;
    this.fresh = fresh;
    this.isOurs = true;
  }

  /// Makes an empty file.
  ///
  /// @param suffix of its name
  /// @throws IOException if that cannot be, also where a file of this name is there already
  public static FreshFile beside(Path file, String suffix, FileAttribute<?>... attributes)
      throws IOException {
    Path target = target(file);
    Path fresh = target.resolveSibling(target.getFileName() + suffix);
    return new FreshFile(target, Files.createFile(fresh, attributes));
  }

  private static Path target(Path file) throws IOException {
    return Files.exists(file) ? file.toRealPath() : SymbolicLinks.way(file).getLast();
  }

  /// Writes all of it, to the disk.
  public void write(byte[] content) throws IOException {
    try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
      out.write(content);
      out.getFD().sync();
    }
  }

  /// Takes the place of the old file, with its owner, group, permissions and access control list.
  public void replace() throws IOException {
    if (Files.exists(target)) {
      keepAttributes();
    }
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    isOurs = false;
  }

  /// Who could read the old file must still be able to.
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
        // What went wrong before is told.
      }
    }
  }
}
