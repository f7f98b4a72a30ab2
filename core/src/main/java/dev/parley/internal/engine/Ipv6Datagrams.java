package dev.parley.internal.engine;

import dev.parley.internal.net.AddressFamilies;
import dev.parley.internal.net.PeerAddress;
import dev.parley.layer.DatagramLayer;
import java.nio.ByteBuffer;

/// Passes on datagrams that came over IPv6, for a socket that could not be made IPv6-only. The rest
/// is dropped silently, as if nobody listened.
record Ipv6Datagrams(DatagramLayer<PeerAddress> allowed) implements DatagramLayer<PeerAddress> {
  @Override
  public void receive(PeerAddress from, ByteBuffer wire) {
    if (!AddressFamilies.isIpv4(from.internet().getAddress())) {
      allowed.receive(from, wire);
    }
  }
}
