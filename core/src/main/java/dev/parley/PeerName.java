package dev.parley;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// Peers' addresses as people read them: numbers only, never a look-up, never bytes of the peer's
/// choice.
final class PeerName {
  private PeerName() {}

  /// `127.0.0.1:4711`, `[::1]:4711`.
  static String of(SocketAddress address) {
    if (!(address instanceof InetSocketAddress internet)) {
      return "unix";
    }
    if (internet.isUnresolved()) {
      return internet.getHostString() + ":" + internet.getPort();
    }
    String host = internet.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + internet.getPort();
  }
}
