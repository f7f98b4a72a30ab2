package dev.parley.reload;

import dev.parley.problem.FileProblem;
import dev.parley.problem.Problem;
import dev.parley.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Checks whether other users of the machine can change a file that decides who is admitted, like
/// OpenSSH's `StrictModes`: the file itself, or a folder on its path in which they could replace
/// it. A file is trusted if it belongs to root or to the user of this process, and if neither
/// others nor its group can write to it, unless the group is that user's private one
/// ([PrivateGroup]). OpenSSH checks the folders up to the user's home; we check all of them, and
/// also those of every symbolic link on the path.
///
/// A folder with the sticky bit, like `/tmp`, in which only owners may remove their files, is
/// trusted on the path, but not as a list of files, since anybody can add one. Everything on a
/// read-only file system is trusted; so Kubernetes secrets are, whose folders have mode 1777. An
/// owner without a number in the user namespace of this process is trusted, too ([Owners]). All
/// methods block.
public final class Writers {
  private static final int GROUP_MAY = 0020;
  private static final int OTHERS_MAY = 0002;
  private static final int STICKY = 01000;

  private Writers() {}

  /// Returns why a file is not trusted, to be put after its name and a colon; null if it is trusted
  /// or cannot be checked.
  public static @Nullable Problem of(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("unix")
        ? found(file, false)
        : null;
  }

  /// Like [#of], for a folder all of whose files are used.
  public static @Nullable Problem ofList(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("unix")
        ? found(folder, true)
        : null;
  }

  /// Returns why users other than the owner may write to a folder, whatever its path and its owner
  /// are; null if they may not, or if that cannot be checked.
  public static @Nullable Problem besidesOwner(Path folder) {
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return null;
    }
    try {
      Problem found = mode(folder, false);
      return found == null || isReadOnly(folder) ? null : found;
    } catch (IOException e) {
      return null; // using it will fail for the same reason
    }
  }

  /// Like [#of], for a file that need not exist yet: whether others could put another in its place.
  public static @Nullable Problem ofPlace(Path file) {
    try {
      return file.getFileSystem().supportedFileAttributeViews().contains("unix")
          ? onTheWay(WayTo.of(file))
          : null;
    } catch (IOException e) {
      return null; // using it will fail for the same reason
    }
  }

  private static @Nullable Problem found(Path file, boolean isList) {
    try {
      WayTo way = WayTo.of(file);
      Problem found = itself(way.end(), isList);
      return found == null || isReadOnly(way.end()) ? onTheWay(way) : found;
    } catch (IOException e) {
      return null; // reading it will fail for the same reason
    }
  }

  private static @Nullable Problem itself(Path file, boolean isList) throws IOException {
    if (Owners.isAnother(file)) {
      return Problem.of(FileProblem.OF_ANOTHER_USER);
    }
    return mode(file, !isList);
  }

  private static @Nullable Problem mode(Path file, boolean mayBeSticky) throws IOException {
    return switch (writers(file, mayBeSticky)) {
      case 0 -> null;
      case GROUP_MAY -> Problem.of(FileProblem.GROUP_MAY_WRITE);
      case OTHERS_MAY -> Problem.of(FileProblem.OTHERS_MAY_WRITE);
      default -> Problem.of(FileProblem.GROUP_AND_OTHERS_MAY_WRITE);
    };
  }

  private static @Nullable Problem onTheWay(WayTo way) throws IOException {
    for (Path folder : way.folders()) {
      Problem found = folder(folder);
      if (found != null && !isReadOnly(folder)) {
        return found;
      }
    }
    for (Path link : way.links()) { // in a sticky folder a link's owner can replace it
      Path folder = link.getParent();
      if (folder != null
          && writers(folder, false) != 0
          && Owners.isAnother(link)
          && !isReadOnly(folder)) {
        return Problem.of(FileProblem.LINK_OF_ANOTHER_USER, shown(link));
      }
    }
    return null;
  }

  private static @Nullable Problem folder(Path folder) throws IOException {
    if (Owners.isAnother(folder)) {
      return Problem.of(FileProblem.FOLDER_OF_ANOTHER_USER, shown(folder));
    }
    return switch (writers(folder, true)) {
      case 0 -> null;
      case GROUP_MAY -> Problem.of(FileProblem.GROUP_MAY_REPLACE, shown(folder));
      case OTHERS_MAY -> Problem.of(FileProblem.OTHERS_MAY_REPLACE, shown(folder));
      default -> Problem.of(FileProblem.GROUP_AND_OTHERS_MAY_REPLACE, shown(folder));
    };
  }

  private static boolean isReadOnly(Path file) throws IOException {
    return Files.getFileStore(file).isReadOnly();
  }

  private static String shown(Path file) {
    return Printable.line(file.toString());
  }

  /// Returns the mode bits that let untrusted users write.
  ///
  /// @param mayBeSticky true if the sticky bit makes a folder safe
  private static int writers(Path file, boolean mayBeSticky) throws IOException {
    int mode = Files.getAttribute(file, "unix:mode") instanceof Integer bits ? bits : 0;
    if (mayBeSticky && (mode & STICKY) != 0 && Files.isDirectory(file)) {
      return 0;
    }
    boolean isGroupGood = (mode & GROUP_MAY) == 0 || PrivateGroup.OWN.owns(file);
    return mode & (isGroupGood ? OTHERS_MAY : GROUP_MAY | OTHERS_MAY);
  }
}
