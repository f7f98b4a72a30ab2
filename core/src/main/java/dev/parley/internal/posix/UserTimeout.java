package dev.parley.internal.posix;

import java.io.IOException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;

/// TCP_USER_TIMEOUT (RFC 5482, tcp(7)): how long sent data may stay unacknowledged before the
/// system ends the connection with ETIMEDOUT. The JDK has no such option, so it is set by a foreign
/// call; where that is not possible, the system's own limit applies, some 15 minutes.
///
/// Connections inherit it from their listener. Since Linux 5.11 it also ends a connection whose
/// peer acknowledges, but has had no room for as long. With keep-alive, a silent connection is
/// ended when probes have stayed unanswered for as long.
public final class UserTimeout {
  private static volatile boolean isPrepared;

  private UserTimeout() {}

  /// Sets the option; returns false if that is not possible here. Call it on the only thread that
  /// may close `channel`. The first use in a process takes some 50 ms of processor time.
  public static boolean set(NetworkChannel channel, DescriptorSearch.Kind kind, int millis) {
    if (NativeAccess.refusal() != null) {
      return false;
    }
    try {
      return DescriptorOptions.setUserTimeout(DescriptorSearch.find(channel, kind), millis);
    } catch (IOException | RuntimeException | LinkageError e) {
      return false; // one protection less, but no reason to refuse service
    }
  }

  /// Does the work of the first use, on any thread: sets the option on a socket of its own.
  public static void prepare() {
    if (NativeAccess.refusal() == null) {
      try (ServerSocketChannel own = ServerSocketChannel.open()) {
        boolean _ = set(own, DescriptorSearch.Kind.LISTENER, 1);
      } catch (IOException e) {
        // There is no descriptor for it: the first use takes longer.
      }
    }
    isPrepared = true;
  }

  /// Returns true once [#prepare] was called.
  public static boolean isPrepared() {
    return isPrepared;
  }
}
