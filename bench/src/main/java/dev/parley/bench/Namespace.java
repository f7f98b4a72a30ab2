package dev.parley.bench;

import java.util.List;

/// The words that put a command into a network of its own (a namespace of Linux), in which all of
/// 10.0.0.0/8 is local: datagrams from forged addresses, and answers to them, stay inside.
final class Namespace {
  private static final String SET_UP =
      "ip link set lo up && ip route add local 10.0.0.0/8 dev lo && exec \"$@\"";

  private Namespace() {}

  /// True if [#create()] has words.
  static boolean isPossible() {
    try {
      return !create().isEmpty();
    } catch (Unavailable _) {
      return false;
    }
  }

  /// The words for the first in it.
  ///
  /// @throws Unavailable if this machine or this user may not
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

  /// The words for those who join a process.
  static List<String> of(long pid) {
    return List.of("nsenter", "--target", Long.toString(pid), "--net");
  }
}
