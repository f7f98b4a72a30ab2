package dev.parley.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Whether other users of a machine may change a file that says who gets in, as OpenSSH's
/// `StrictModes` asks: the file, or a folder on the way to it, in which they could put another in
/// its place. Good is what belongs to root or to the user of this process, and what neither others
/// nor its group may write to, unless that group is this user's alone ([PrivateGroup]). OpenSSH
/// looks at the folders up to the user's home; here all are looked at, and so are those of every
/// symbolic link that the way leads over.
///
/// A folder in which nobody but its owner may remove what is another's (the sticky bit, as `/tmp`
/// has it) is good on the way, though not as a list of files, to which anybody may add. What lies
/// on a file system that is mounted read-only is good, so that the secrets of Kubernetes are, whose
/// folders have mode 1777. So is an owner who has no number in the user namespace of this process
/// ([Owners]). All blocks.
public final class Writers {
  private static final int GROUP_MAY = 0020;
  private static final int OTHERS_MAY = 0002;
  private static final int STICKY = 01000;
  private static final String WHO_MAY =
      ", neither to root nor to the one who runs this, who may replace it";

  private Writers() {}

  /// Why a file is not to be trusted: a sentence that goes on after its name; null if it is, or
  /// cannot be looked at.
  public static @Nullable String of(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("unix")
        ? found(file, false)
        : null;
  }

  /// As [#of], for a folder all of whose files count.
  public static @Nullable String ofList(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("unix")
        ? found(folder, true)
        : null;
  }

  /// As [#of], for a file that need not be there yet: whether others could put another in its
  /// place.
  public static @Nullable String ofPlace(Path file) {
    try {
      return file.getFileSystem().supportedFileAttributeViews().contains("unix")
          ? onTheWay(WayTo.of(file))
          : null;
    } catch (IOException e) {
      return null; // what keeps from looking at it keeps from using it
    }
  }

  private static @Nullable String found(Path file, boolean isList) {
    try {
      WayTo way = WayTo.of(file);
      String found = itself(way.end(), isList);
      return found == null || isReadOnly(way.end()) ? onTheWay(way) : found;
    } catch (IOException e) {
      return null; // what keeps from looking at it keeps from reading it
    }
  }

  private static @Nullable String itself(Path file, boolean isList) throws IOException {
    if (Owners.isAnother(file)) {
      return "it belongs to another user, neither to root nor to the one who runs this";
    }
    return open(file, !isList, " may write to it");
  }

  private static @Nullable String onTheWay(WayTo way) throws IOException {
    for (Path folder : way.folders()) {
      String found = folder(folder);
      if (found != null && !isReadOnly(folder)) {
        return found;
      }
    }
    for (Path link : way.links()) { // in a folder with the sticky bit its owner may replace it
      Path folder = link.getParent();
      if (folder != null
          && writers(folder, false) != 0
          && Owners.isAnother(link)
          && !isReadOnly(folder)) {
        return "the link " + link + " belongs to another user" + WHO_MAY;
      }
    }
    return null;
  }

  private static @Nullable String folder(Path folder) throws IOException {
    if (Owners.isAnother(folder)) {
      return "the folder " + folder + " belongs to another user" + WHO_MAY;
    }
    return open(folder, true, " may write to the folder " + folder + " and replace it");
  }

  private static boolean isReadOnly(Path file) throws IOException {
    return Files.getFileStore(file).isReadOnly();
  }

  /// @param mayBeSticky a folder with the sticky bit is not open
  /// @param what they may: goes on after who they are
  private static @Nullable String open(Path file, boolean mayBeSticky, String what)
      throws IOException {
    return switch (writers(file, mayBeSticky)) {
      case 0 -> null;
      case GROUP_MAY -> "its group" + what + "; chmod g-w";
      case OTHERS_MAY -> "other users" + what + "; chmod o-w";
      default -> "its group and other users" + what + "; chmod go-w";
    };
  }

  /// The bits of a file's mode by which users may write who are not good.
  private static int writers(Path file, boolean mayBeSticky) throws IOException {
    int mode = Files.getAttribute(file, "unix:mode") instanceof Integer bits ? bits : 0;
    if (mayBeSticky && (mode & STICKY) != 0 && Files.isDirectory(file)) {
      return 0;
    }
    boolean isGroupGood = (mode & GROUP_MAY) == 0 || PrivateGroup.OWN.owns(file);
    return mode & (isGroupGood ? OTHERS_MAY : GROUP_MAY | OTHERS_MAY);
  }
}
