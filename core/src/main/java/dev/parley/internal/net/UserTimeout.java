package dev.parley.internal.net;

import java.io.IOException;
import java.nio.channels.NetworkChannel;

/// TCP_USER_TIMEOUT (RFC 5482, tcp(7)): how long what was sent may stay unacknowledged before the
/// system gives the connection up with ETIMEDOUT. The JDK has no such option, so it is set by a
/// foreign call; where that cannot be had, the system's own patience holds, some 15 minutes.
///
/// Connections inherit it from their listener. A peer whose system acknowledges, but has had no
/// room for as long, counts as well since Linux 5.11. With keep-alive, a silent connection is given
/// up when probes have stayed unanswered for so long.
final class UserTimeout {
  private static volatile boolean isPrepared;

  private UserTimeout() {}

  /// Sets it, if it can be had here; true if so. On the thread that alone closes `channel`. The
  /// first use in a process takes some 50 ms of processor time.
  static boolean set(NetworkChannel channel, DescriptorSearch.Kind kind, int millis) {
    if (DescriptorSearch.refusal() != null) {
      return false;
    }
    try {
      return BatchCalls.setUserTimeout(DescriptorSearch.find(channel, kind), millis);
    } catch (IOException | RuntimeException | LinkageError e) {
      return false; // a protection less, and no reason to serve nobody
    }
  }

  /// Does what the first use takes, on any thread.
  static void prepare() {
    if (DescriptorSearch.refusal() == null) {
      try {
        int _ = BatchCalls.typeOf(0);
      } catch (LinkageError e) {
        // [#set] finds the same.
      }
    }
    isPrepared = true;
  }

  /// True once [#prepare] was called.
  static boolean isPrepared() {
    return isPrepared;
  }
}
