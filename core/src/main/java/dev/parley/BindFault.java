package dev.parley;

import dev.parley.internal.posix.SystemError;
import dev.parley.limit.AddressText;
import dev.parley.problem.NetworkProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ServerProblem;
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
  static Problem ofListener(String text, InetSocketAddress wanted) {
    if (isForbidden(text) && isPrivileged(wanted)) {
      return Problem.of(ServerProblem.PRIVILEGED_PORT, wanted.getPort());
    }
    return isUnknown(text)
        ? Problem.of(ServerProblem.UNKNOWN_ADDRESS, AddressText.of(wanted.getAddress()))
        : Problem.text(text);
  }

  /// Explains why a client's socket could not be bound or connected.
  ///
  /// @param local the address to call from, null for any
  static Problem ofCaller(String text, @Nullable InetSocketAddress local, Transport transport) {
    if (local != null && local.getPort() > 0 && SystemError.ADDRESS_IN_USE.isIn(text)) {
      return Problem.of(NetworkProblem.LOCAL_PORT_TAKEN, local.getPort());
    }
    if (local != null && isForbidden(text) && isPrivileged(local)) {
      return Problem.of(NetworkProblem.LOCAL_PORT, ofListener(text, local));
    }
    if (local != null && isUnknown(text) && !local.getAddress().isAnyLocalAddress()) {
      return Problem.of(NetworkProblem.LOCAL_ADDRESS_UNKNOWN, AddressText.of(local.getAddress()));
    }
    if (isForbidden(text) && transport == Transport.UDP) {
      return Problem.of(NetworkProblem.BROADCAST);
    }
    return isUnknown(text) ? Problem.of(NetworkProblem.NO_LOCAL_PORT) : Problem.text(text);
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
