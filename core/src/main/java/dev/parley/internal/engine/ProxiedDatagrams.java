package dev.parley.internal.engine;

import dev.parley.internal.net.PeerAddress;
import dev.parley.internal.prelude.ProxyHeader;
import dev.parley.layer.DatagramLayer;
import dev.parley.layer.ProtocolException;
import dev.parley.prelude.Prelude;
import dev.parley.session.ProxyProtocol;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/// Removes the PROXY header of each datagram, and passes the rest to the next layer as a datagram
/// of the peer that the header names. Confined to its socket's loop.
///
/// A peer is identified by its own address and the proxy's. Answers go to the address and port that
/// the proxy has sent from, without a header, like those of name servers behind dnsdist: a proxy
/// that forwards for several peers uses one port for each.
final class ProxiedDatagrams implements DatagramLayer<PeerAddress> {
  private final DatagramSessionTable peers;
  private final ProxyProtocol proxy;
  private final DatagramLayer<PeerAddress> inner;

  ProxiedDatagrams(
      DatagramSessionTable peers, ProxyProtocol proxy, DatagramLayer<PeerAddress> inner) {
    this.peers = peers;
    this.proxy = proxy;
    this.inner = inner;
  }

  @Override
  public void receive(PeerAddress from, ByteBuffer wire) {
    if (!proxy.isFrom(from.internet())) {
      peers.dropped(from, wire.remaining(), Preludes.unknownSender(proxy).problem());
      return;
    }
    Prelude.Done header;
    try {
      header = ProxyHeader.ofDatagram(wire);
    } catch (ProtocolException e) {
      peers.dropped(from, wire.remaining(), Preludes.fault(proxy, e.problem()));
      return;
    }
    InetSocketAddress peer = header.peer();
    InetSocketAddress called = header.local();
    wire.position(wire.position() + header.length());
    inner.receive(peer == null || called == null ? from : from.claimedBy(peer, called), wire);
  }
}
