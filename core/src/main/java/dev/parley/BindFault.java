package dev.parley;

import dev.parley.internal.posix.SystemError;
import dev.parley.limit.AddressText;
import dev.parley.session.Transport;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Explains why a socket could not be bound, and what to do about it. The JDK has a single
/// exception for every cause ([java.net.BindException]); only the system's message tells the causes
/// apart.
final class BindFault {
  /// Linux reserves lower ports for privileged programs unless configured otherwise (ip(7)).
  private static final int FIRST_UNPRIVILEGED_PORT = 1024;

  private BindFault() {}

  /// Explains why a listener could not be bound to `wanted`.
  static String ofListener(String text, InetSocketAddress wanted) {
    if (isForbidden(text) && isPrivileged(wanted)) {
      return "port "
          + wanted.getPort()
          + " is for privileged programs, as all below 1024 are on most systems; take one from 1024"
          + " on, or let this user have it (sysctl net.ipv4.ip_unprivileged_port_start="
          + wanted.getPort()
          + ")";
    }
    return isUnknown(text)
        ? "this machine has no address "
            + AddressText.of(wanted.getAddress())
            + "; take one of its own, or * for all of them"
        : text;
  }

  /// Explains why a client's socket could not be bound or connected.
  ///
  /// @param local the address to call from, null for any
  static String ofCaller(String text, @Nullable InetSocketAddress local, Transport transport) {
    if (local != null && local.getPort() > 0 && SystemError.ADDRESS_IN_USE.isIn(text)) {
      return "the port to call from, "
          + local.getPort()
          + ", is taken; choose another, or none (--local-port)";
    }
    if (local != null && isForbidden(text) && isPrivileged(local)) {
      return "the port to call from: " + ofListener(text, local);
    }
    if (local != null && isUnknown(text) && !local.getAddress().isAnyLocalAddress()) {
      return "this machine has no address " + AddressText.of(local.getAddress()) + " to call from";
    }
    if (isForbidden(text) && transport == Transport.UDP) {
      return "it is a broadcast address; to send to everybody there, allow it (connect --broadcast,"
          + " in Java SocketOptions.withBroadcast)";
    }
    return isUnknown(text) ? "no port to call from is left" : text;
  }

  private static boolean isForbidden(String text) {
    return SystemError.FORBIDDEN.isIn(text);
  }

  private static boolean isUnknown(String text) {
    return SystemError.ADDRESS_NOT_AVAILABLE.isIn(text);
  }

  private static boolean isPrivileged(InetSocketAddress address) {
    return address.getPort() > 0 && address.getPort() < FIRST_UNPRIVILEGED_PORT;
  }
}
