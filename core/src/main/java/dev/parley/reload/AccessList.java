package dev.parley.reload;

import dev.parley.internal.posix.Errno;
import dev.parley.internal.posix.ExtendedAttributes;
import dev.parley.problem.FileProblem;
import dev.parley.problem.ProblemIOException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Checks whether a file has an access control list (acl(5)). With one, the group bits of its mode
/// are a mask, the maximum that the list grants to anybody but the owner and others: users who are
/// not in the group may have write access.
///
/// Java has no API for these lists, so on Linux we read them as extended attributes, and only if
/// native access is enabled, as `./parley` does: a library must not make the JVM print warnings.
/// Safe for any thread. Blocks.
public final class AccessList {
  /// The attributes of POSIX lists and of NFS version 4 lists.
  private static final List<String> NAMES = List.of("system.posix_acl_access", "system.nfs4_acl");

  private AccessList() {}

  /// True if the file has no list; false if it has one, or if that is unknown.
  static boolean isNoneOn(Path file) {
    return ExtendedAttributes.areKnown(file)
        && NAMES.stream().allMatch(name -> isMissing(ExtendedAttributes.find(file, name)));
  }

  /// Copies the lists of `from` to `to`, and removes those that `from` does not have, including
  /// defaults inherited from the folder. Call it before `to` gets the mode of `from`: with a list
  /// the group bits of that mode are only a mask, but without it they would grant the group access.
  /// Does nothing where lists are not supported or cannot be read.
  ///
  /// @throws IOException if the lists cannot be set on `to`
  public static void copy(Path from, Path to) throws IOException {
    if (!ExtendedAttributes.areKnown(from) || !ExtendedAttributes.areKnown(to)) {
      return;
    }
    for (String name : NAMES) {
      int error = ExtendedAttributes.copy(from, to, name);
      if (error != 0 && !isMissing(error)) {
        throw new ProblemIOException(FileProblem.ACCESS_LIST_NOT_KEPT, error);
      }
    }
  }

  private static boolean isMissing(int error) {
    return error == Errno.ENODATA || error == Errno.EOPNOTSUPP;
  }
}
