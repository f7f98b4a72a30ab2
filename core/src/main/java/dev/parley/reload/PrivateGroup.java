package dev.parley.reload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A user private group: Debian, Fedora and others give each user a group of the same number and a
/// umask of 002, so that the group can write to all files of the user. As nobody else is in the
/// group, this is safe, and OpenSSH accepts it too.
///
/// A group is private if all of this is true, and if anything is in doubt it is not:
///
/// - `/etc/group` lists it once, with the number of the user, and with no member or only the user.
/// - `/etc/passwd` has one user whose primary group it is, and it is this one.
/// - No line of the two is malformed (NIS adds such lines), and neither file is missing or larger
///   than [#MAX_BYTES].
/// - The user is the one who runs this process, and not root. Root's umask is 022 on these systems,
///   and group 0 is the group of users that no file lists: OpenShift runs containers as any user in
///   it.
/// - This process is not in a user namespace, since the group may have members outside it that
///   these files do not list.
/// - The file has no access control list ([AccessList]).
///
/// Not detected: members that a directory service adds to a group in these files, and processes
/// that a service manager puts into the group. Safe for any thread. Blocks.
final class PrivateGroup {
  /// The private group of the user who runs this process.
  static final PrivateGroup OWN =
      new PrivateGroup(Path.of("/etc/group"), Path.of("/etc/passwd"), Owners.privateUser());

  /// Enough for some 50,000 users.
  static final int MAX_BYTES = 4 << 20;

  private static final int GROUP_FIELDS = 4; // name, password, number, members
  private static final int GROUP_NUMBER = 2;
  private static final int GROUP_MEMBERS = 3;
  private static final int USER_FIELDS = 7; // name, password, number, number of the group, …
  private static final int USER_NUMBER = 2;
  private static final int USER_GROUP = 3;

  private final Path groups;
  private final Path users;
  private final int user;

  private volatile @Nullable Verdict last;

  /// The result for these snapshots of the two files: they are read again only when they have
  /// changed, not for each of a thousand key files.
  private record Verdict(FileMark groups, FileMark users, boolean isAlone) {}

  /// @param groups in the format of group(5)
  /// @param users in the format of passwd(5)
  /// @param user the user's number, [Owners#NOBODY_KNOWS] for none
  PrivateGroup(Path groups, Path users, int user) {
    this.groups = groups;
    this.users = users;
    this.user = user;
  }

  /// True if the file belongs to this user, and its group is this user's private group.
  boolean owns(Path file) throws IOException {
    Map<String, Object> found = Files.readAttributes(file, "unix:uid,gid");
    return user != Owners.NOBODY_KNOWS
        && Integer.valueOf(user).equals(found.get("uid"))
        && Integer.valueOf(user).equals(found.get("gid"))
        && isAlone()
        && AccessList.isNoneOn(file);
  }

  /// True if nobody else is in the group with this user's number.
  boolean isAlone() {
    FileMark groupsNow = FileMark.of(groups);
    FileMark usersNow = FileMark.of(users);
    Verdict verdict = last;
    if (verdict == null
        || !verdict.groups().equals(groupsNow)
        || !verdict.users().equals(usersNow)) {
      verdict = new Verdict(groupsNow, usersNow, isAlone(user, text(groups), text(users)));
      last = verdict;
    }
    return verdict.isAlone();
  }

  /// @param groups the text of group(5), null if unknown
  /// @param users the text of passwd(5), null if unknown
  static boolean isAlone(int user, @Nullable String groups, @Nullable String users) {
    if (groups == null || users == null) {
      return false;
    }
    try {
      List<String[]> named = lines(groups, GROUP_FIELDS, GROUP_NUMBER, user);
      List<String[]> primary = lines(users, USER_FIELDS, USER_GROUP, user);
      if (named.size() != 1
          || primary.size() != 1
          || Integer.parseUnsignedInt(primary.getFirst()[USER_NUMBER]) != user) {
        return false;
      }
      String members = named.getFirst()[GROUP_MEMBERS];
      return members.isEmpty() || members.equals(primary.getFirst()[0]);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /// Returns the lines, split into fields, whose field `at` is this number.
  ///
  /// @throws NumberFormatException if any line is malformed
  private static List<String[]> lines(String text, int fields, int at, int number) {
    List<String[]> found = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] all = line.split(":", -1);
      if (all.length != fields) {
        throw new NumberFormatException(all.length + " fields");
      }
      if (Integer.parseUnsignedInt(all[at]) == number) {
        found.add(all);
      }
    }
    return found;
  }

  private static @Nullable String text(Path file) {
    if (!Files.isRegularFile(file)) { // opening a pipe would block
      return null;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] all = in.readNBytes(MAX_BYTES + 1);
      return all.length > MAX_BYTES ? null : new String(all, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return null;
    }
  }
}
