package dev.parley.internal.net;

import java.net.SocketAddress;
import java.util.List;

/// A bound socket that nobody serves yet: all of a server's are bound before any is served.
public sealed interface Port permits StreamPort, DatagramPort {
  /// The address it is bound to, with the real port.
  SocketAddress local();

  /// True if it is for IPv6 alone and hears IPv4 too, since the system could not be asked to keep
  /// that away: whoever serves it refuses such peers.
  boolean refusesIpv4();

  /// Closes it. For one that is served already, its [Acceptor] or [DatagramLink] does.
  void close();

  /// The buffers of which the system gave less than these numbers of bytes, 0 for any.
  List<BufferCut> cuts(int receiveBuffer, int sendBuffer);
}
