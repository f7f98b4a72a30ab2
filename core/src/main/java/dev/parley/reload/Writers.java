package dev.parley.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Whether other users of a machine may change a file that says who gets in, as OpenSSH's
/// `StrictModes` asks: the file, or a folder on the way to it, in which they could put another in
/// its place. Good is what belongs to root or to the user of this process, and what neither its
/// group nor others may write to. OpenSSH looks at the folders up to the user's home; here all are
/// looked at.
///
/// A folder in which nobody but its owner may remove what is another's (the sticky bit, as `/tmp`
/// has it) is good on the way, though not as a list of files, to which anybody may add. What lies
/// on a file system that is mounted read-only is good, so that the secrets of Kubernetes are, whose
/// folders have mode 1777. So is an owner who has no number in the user namespace of this process
/// ([Owners]). All blocks.
public final class Writers {
  private static final int MAY_WRITE = 0022;
  private static final int STICKY = 01000;

  private Writers() {}

  /// Why a file is not to be trusted: a sentence that goes on after its name; null if it is, or
  /// cannot be looked at.
  public static @Nullable String of(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("unix")
        ? unlessReadOnly(file, false)
        : null;
  }

  /// As [#of], for a folder all of whose files count.
  public static @Nullable String ofList(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("unix")
        ? unlessReadOnly(folder, true)
        : null;
  }

  private static @Nullable String unlessReadOnly(Path file, boolean isList) {
    try {
      Path real = file.toRealPath();
      String found = itself(real, isList);
      found = found == null ? onTheWay(real) : found;
      found = found == null ? onTheWay(file.toAbsolutePath()) : found; // where a link to it is
      return found == null || Files.getFileStore(real).isReadOnly() ? null : found;
    } catch (IOException e) {
      return null; // what keeps from looking at it keeps from reading it
    }
  }

  private static @Nullable String itself(Path file, boolean isList) throws IOException {
    if (Owners.isAnother(file)) {
      return "it belongs to another user, neither to root nor to the one who runs this";
    }
    return isOpen(file, !isList) ? "other users may write to it; chmod go-w" : null;
  }

  private static @Nullable String onTheWay(Path file) throws IOException {
    for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
      if (Owners.isAnother(folder)) {
        return "the folder "
            + folder
            + " belongs to another user, neither to root nor to the one who runs this, who may"
            + " replace it";
      }
      if (isOpen(folder, true)) {
        return "other users may write to the folder " + folder + " and replace it; chmod go-w";
      }
    }
    return null;
  }

  /// @param mayBeSticky a folder with the sticky bit is not open
  private static boolean isOpen(Path file, boolean mayBeSticky) throws IOException {
    int mode = Files.getAttribute(file, "unix:mode") instanceof Integer bits ? bits : 0;
    boolean isKept = mayBeSticky && (mode & STICKY) != 0 && Files.isDirectory(file);
    return (mode & MAY_WRITE) != 0 && !isKept;
  }
}
