package dev.parley.internal.net;

import java.net.SocketAddress;
import java.util.List;

/// A bound socket that is not served yet: a server binds all its sockets before it serves any.
public sealed interface Port permits StreamPort, DatagramPort {
  /// Returns the address it is bound to, with the actual port.
  SocketAddress local();

  /// Returns true if the socket should be IPv6-only but receives IPv4 too, since the option could
  /// not be set. The code that serves it must refuse such peers.
  boolean refusesIpv4();

  /// Closes the socket. Once it is served, its [Acceptor] or [DatagramLink] closes it instead.
  void close();

  /// Returns the buffers that the system made smaller than these numbers of bytes, where 0 means
  /// any size.
  List<BufferCut> cuts(int receiveBuffer, int sendBuffer);
}
