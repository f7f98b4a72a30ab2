package dev.parley.reload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/// Whose files are good: those of root and of the user who runs this process.
///
/// In a user namespace (some containers) the users outside of it have no number, root included, and
/// all their files seem to belong to one user, `overflowuid`. Nobody inside can be that user, so it
/// is good there. Where the system does not say who runs this, each owner is good. All blocks.
final class Owners {
  private static final int ROOT = 0;
  static final int NOBODY_KNOWS = -1;

  /// The whole of `/proc/self/uid_map`, and of `gid_map`, where there is no such namespace.
  private static final List<String> EVERYBODY = List.of("0", "0", "4294967295");

  private static final int OWN = own();
  private static final int OUTSIDE = outside();

  private Owners() {}

  /// True if the owner of a file is somebody else; of a link, if its own is.
  static boolean isAnother(Path file) {
    int owner = uid(file);
    return OWN != NOBODY_KNOWS
        && owner != NOBODY_KNOWS
        && owner != ROOT
        && owner != OWN
        && owner != OUTSIDE;
  }

  /// The user who runs this process, if the system's files say who shares a group with it. They do
  /// not in a user namespace, outside of which others may, nor of the user who stands for those
  /// that are unknown. [#NOBODY_KNOWS] there, and for root ([PrivateGroup] says why).
  static int privateUser() {
    try {
      boolean isPrivate =
          OWN != ROOT && hasEverybody("uid_map") && hasEverybody("gid_map") && OWN != overflow();
      return isPrivate ? OWN : NOBODY_KNOWS;
    } catch (IOException | NumberFormatException e) {
      return NOBODY_KNOWS;
    }
  }

  private static int uid(Path file) {
    try {
      return Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS) instanceof Integer uid
          ? uid
          : NOBODY_KNOWS;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return NOBODY_KNOWS;
    }
  }

  /// The effective user, from the line `Uid:` of proc(5): the owner of `/proc/self` may be root for
  /// a program with capabilities.
  private static int own() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("Uid:")) {
          return Integer.parseUnsignedInt(line.split("\\s+", -1)[2]);
        }
      }
    } catch (IOException | NumberFormatException e) {
      // This system has none.
    }
    return NOBODY_KNOWS;
  }

  /// Who owns what belongs to users outside of this process's namespace.
  private static int outside() {
    try {
      return hasEverybody("uid_map") ? NOBODY_KNOWS : overflow();
    } catch (IOException | NumberFormatException e) {
      return NOBODY_KNOWS;
    }
  }

  private static boolean hasEverybody(String map) throws IOException {
    String all = Files.readString(Path.of("/proc/self", map)).strip();
    return List.of(all.split("\\s+", -1)).equals(EVERYBODY);
  }

  /// The user who stands for those without a number here. In one read: such a file gives nothing to
  /// a second one.
  private static int overflow() throws IOException {
    try (InputStream in = Files.newInputStream(Path.of("/proc/sys/kernel/overflowuid"))) {
      return Integer.parseInt(new String(in.readNBytes(32), StandardCharsets.US_ASCII).strip());
    }
  }
}
