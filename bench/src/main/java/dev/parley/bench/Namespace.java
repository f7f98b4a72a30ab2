package dev.parley.bench;

import java.util.List;

/// The words that run a command in a network namespace of Linux, in which all of 10.0.0.0/8 is
/// local: datagrams from forged addresses, and answers to them, stay inside.
final class Namespace {
  private static final String SET_UP =
      "ip link set lo up && ip route add local 10.0.0.0/8 dev lo && exec \"$@\"";

  private Namespace() {}

  /// True if [#create()] succeeds.
  static boolean isPossible() {
    try {
      return !create().isEmpty();
    } catch (Unavailable _) {
      return false;
    }
  }

  /// Returns the words for the first process, which creates the namespace.
  ///
  /// @throws Unavailable if this machine or this user does not allow it
  static List<String> create() throws Unavailable {
    if (!System.getProperty("user.name").equals("root")) {
      throw new Unavailable("only root may forge addresses");
    }
    for (String command : List.of("unshare", "nsenter", "ip", "python3")) {
      if (!Place.has(command)) {
        throw new Unavailable("there is no " + command);
      }
    }
    return List.of("unshare", "--net", "sh", "-c", SET_UP, "sh");
  }

  /// Returns the words for a process that joins the namespace of another.
  static List<String> of(long pid) {
    return List.of("nsenter", "--target", Long.toString(pid), "--net");
  }
}
