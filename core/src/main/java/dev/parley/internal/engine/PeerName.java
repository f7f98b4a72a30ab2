package dev.parley.internal.engine;

import dev.parley.limit.AddressText;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// Formats peers' addresses for people: numbers only, never a name lookup, never text that the peer
/// chose.
final class PeerName {
  private PeerName() {}

  /// `127.0.0.1:4711`, `[::1]:4711`.
  static String of(SocketAddress address) {
    return address instanceof InetSocketAddress internet ? AddressText.of(internet) : "unix";
  }
}
