package dev.parley.internal.engine;

import dev.parley.internal.net.AddressFamilies;
import dev.parley.internal.net.PeerAddress;
import dev.parley.layer.DatagramLayer;
import java.nio.ByteBuffer;

/// Lets through what comes over IPv6, where the system could not be asked to keep IPv4 away. The
/// rest is dropped without a word, as if nobody listened.
record Ipv6Datagrams(DatagramLayer<PeerAddress> allowed) implements DatagramLayer<PeerAddress> {
  @Override
  public void receive(PeerAddress from, ByteBuffer wire) {
    if (!AddressFamilies.isIpv4(from.internet().getAddress())) {
      allowed.receive(from, wire);
    }
  }
}
