package dev.parley.internal.engine;

import dev.parley.limit.AddressText;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// Peers' addresses as people read them: numbers only, never a look-up, never bytes of the peer's
/// choice.
final class PeerName {
  private PeerName() {}

  /// `127.0.0.1:4711`, `[::1]:4711`.
  static String of(SocketAddress address) {
    return address instanceof InetSocketAddress internet ? AddressText.of(internet) : "unix";
  }
}
