package dev.parley.internal.engine;

import dev.parley.internal.net.Families;
import dev.parley.internal.net.PeerAddress;
import dev.parley.layer.DatagramLayer;
import java.nio.ByteBuffer;

/// Lets through what comes over IPv6, where the system could not be asked to keep IPv4 away. The
/// rest is dropped without a word, as if nobody listened.
record Ipv6Datagrams(DatagramLayer<PeerAddress> allowed) implements DatagramLayer<PeerAddress> {
  @Override
  public void receive(PeerAddress from, ByteBuffer wire) {
    if (!Families.isIpv4(from.internet().getAddress())) {
      allowed.receive(from, wire);
    }
  }
}
