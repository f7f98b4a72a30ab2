package dev.parley.internal.prelude;

import dev.parley.frame.Sniff;
import dev.parley.layer.ProtocolException;
import dev.parley.limit.AddressText;
import dev.parley.prelude.Prelude.Done;
import dev.parley.prelude.Prelude.Reading;
import dev.parley.problem.Problem;
import dev.parley.problem.ProxyProblem;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/// The header of the PROXY protocol, in which a proxy states the peer for which it has made a
/// connection: version 1, a line of text, or version 2, binary (haproxy's doc/proxy-protocol.txt,
/// section 2).
///
/// There is one at the front of each stream, and of each datagram. Its first bytes distinguish the
/// two versions from each other, and from everything else.
public final class ProxyHeader {
  /// The longest header in bytes.
  public static final int MAX_BYTES = ProxyBinaryHeader.MAX_BYTES;

  /// All ones: the limited broadcast address (RFC 919 §7).
  private static final int BROADCAST = -1;

  /// The first byte of addresses of hosts that have none yet (RFC 1122 §3.2.1.3).
  private static final int THIS_NETWORK = 0;

  private ProxyHeader() {}

  /// Parses a stream's header, of either version, as [dev.parley.prelude.Prelude#read] does.
  ///
  /// @throws ProtocolException if this is no such header and cannot become one
  public static Reading ofStream(ByteBuffer in) throws ProtocolException {
    if (begins(in, ProxyBinaryHeader.SIGNATURE)) {
      return ProxyBinaryHeader.read(in, ProxyBinaryHeader.STREAM);
    }
    if (begins(in, ProxyTextHeader.START)) {
      return ProxyTextHeader.read(in);
    }
    throw malformed(Problem.of(ProxyProblem.NONE).withHint(Sniff.text(in)));
  }

  /// Parses the header of a datagram, which must be complete and of version 2.
  ///
  /// @throws ProtocolException if there is none, or it is incomplete
  public static Done ofDatagram(ByteBuffer in) throws ProtocolException {
    if (!in.hasRemaining() || !begins(in, ProxyBinaryHeader.SIGNATURE)) {
      throw malformed(Problem.of(ProxyProblem.NO_VERSION_2).withHint(Sniff.text(in)));
    }
    if (ProxyBinaryHeader.read(in, ProxyBinaryHeader.DATAGRAM) instanceof Done header) {
      return header;
    }
    throw malformed(ProxyProblem.BEYOND_DATAGRAM);
  }

  /// Returns true if the bytes at the position of `in` begin like `start`, as far as they go.
  private static boolean begins(ByteBuffer in, byte[] start) {
    int look = Math.min(in.remaining(), start.length);
    for (int i = 0; i < look; i++) {
      if (in.get(in.position() + i) != start[i]) {
        return false;
      }
    }
    return true;
  }

  /// Returns a header that names two addresses. The first must be one that can call: not
  /// `::1.2.3.4` either, a form deprecated by RFC 4291 §2.5.5.1.
  static Done claim(int length, InetSocketAddress peer, InetSocketAddress local)
      throws ProtocolException {
    InetAddress host = peer.getAddress();
    if (peer.getPort() == 0
        || host.isAnyLocalAddress()
        || host.isMulticastAddress()
        || (host instanceof Inet4Address four && isNobodys(four))
        || (host instanceof Inet6Address six
            && six.isIPv4CompatibleAddress()
            && !six.isLoopbackAddress())) {
      throw malformed(ProxyProblem.NOBODYS_ADDRESS, AddressText.of(host), peer.getPort());
    }
    return new Done(length, peer, local);
  }

  private static boolean isNobodys(Inet4Address host) {
    int bits = ByteBuffer.wrap(host.getAddress()).getInt();
    return bits == BROADCAST || bits >>> 24 == THIS_NETWORK;
  }

  static ProtocolException malformed(ProxyProblem code, Object... values) {
    return malformed(Problem.of(code, values));
  }

  private static ProtocolException malformed(Problem problem) {
    return new ProtocolException(ProtocolException.Fault.MALFORMED, problem);
  }
}
