package dev.parley.reload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/// Checks of a file's owner: root and the user of this process are trusted.
///
/// In a user namespace (as in some containers) users from outside have no number, including root,
/// and all their files appear to belong to one user, `overflowuid`. Nobody inside can be that user,
/// so it is trusted there. If the system does not tell the user of this process, every owner is
/// trusted. All methods block.
final class Owners {
  private static final int ROOT = 0;
  static final int NOBODY_KNOWS = -1;

  /// The content of `/proc/self/uid_map`, and of `gid_map`, outside any such namespace.
  private static final List<String> EVERYBODY = List.of("0", "0", "4294967295");

  private static final int OWN = own();
  private static final int OUTSIDE = outside();

  private Owners() {}

  /// True if the file's owner is not trusted; of a link, if the link's own is not.
  static boolean isAnother(Path file) {
    int owner = uid(file);
    return OWN != NOBODY_KNOWS
        && owner != NOBODY_KNOWS
        && owner != ROOT
        && owner != OWN
        && owner != OUTSIDE;
  }

  /// Returns the user of this process if the system's files list everybody in that user's group. In
  /// a user namespace they do not, since users outside may be in it; nor for `overflowuid`, which
  /// stands for unknown users. Returns [#NOBODY_KNOWS] in these cases, and for root ([PrivateGroup]
  /// says why).
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

  /// Returns the effective user, from the line `Uid:` of proc(5). The owner of `/proc/self` can be
  /// root for a program with capabilities, so it is not used.
  private static int own() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("Uid:")) {
          return Integer.parseUnsignedInt(line.split("\\s+", -1)[2]);
        }
      }
    } catch (IOException | NumberFormatException e) {
      // Not a Linux system.
    }
    return NOBODY_KNOWS;
  }

  /// Returns the user that appears to own the files of users outside of this process's namespace.
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

  /// Returns the user that stands for users without a number here. Reads once, since such a file
  /// returns nothing to a second read.
  private static int overflow() throws IOException {
    try (InputStream in = Files.newInputStream(Path.of("/proc/sys/kernel/overflowuid"))) {
      return Integer.parseInt(new String(in.readNBytes(32), StandardCharsets.US_ASCII).strip());
    }
  }
}
