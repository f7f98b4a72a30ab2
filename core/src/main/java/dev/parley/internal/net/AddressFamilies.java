package dev.parley.internal.net;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.NetworkChannel;

/// Which family of addresses a socket is for: IPv4, IPv6, or both on one socket of IPv6, which has
/// IPv4 addresses in their mapped form (RFC 4291 §2.5.5.2).
///
/// The JDK's sockets of IPv6 are for both. Where IPv6 alone is wanted, at `::`, the option
/// IPV6_V6ONLY (RFC 3493 §5.3) is set by a foreign call; where that cannot be had, peers over IPv4
/// are refused one by one.
public final class AddressFamilies {
  private AddressFamilies() {}

  /// True if a listener at `::` can leave IPv4 to another one. False where that needs a foreign
  /// call that cannot be made.
  public static boolean canSeparate() {
    return DescriptorSearch.refusal() == null;
  }

  /// True if `peer` is of IPv4, which the JDK says of mapped addresses too.
  public static boolean isIpv4(InetAddress peer) {
    return peer instanceof Inet4Address;
  }

  /// Where a listener at `address` is called. Every address of this machine is none of them: who
  /// calls it means this machine, by its loopback address of the same family. The JDK puts that in
  /// for TCP; for UDP it leaves it to the system, which takes both for that of IPv6.
  public static InetSocketAddress toCall(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    return host.isAnyLocalAddress() ? loopback(!isIpv4(host), address.getPort()) : address;
  }

  /// A port at the address of this machine at which it alone is heard.
  public static InetSocketAddress loopback(boolean ipv6, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(ipv6 ? "::1" : "127.0.0.1"), port);
  }

  /// How a channel of one family is opened.
  interface Opener<C> {
    C open(StandardProtocolFamily family) throws IOException;
  }

  /// A channel for the family of `address`.
  ///
  /// @throws SocketException if that is IPv6, and this machine has none
  static <C> C open(InetSocketAddress address, Opener<C> opener) throws IOException {
    try {
      return opener.open(
          isIpv4(address.getAddress())
              ? StandardProtocolFamily.INET
              : StandardProtocolFamily.INET6);
    } catch (UnsupportedOperationException e) {
      throw noIpv6();
    }
  }

  /// What is wrong with an address of IPv6 where the JDK, or the machine, has none.
  static SocketException noIpv6() {
    return new SocketException("this machine has no IPv6");
  }

  /// Has `channel`, not bound yet, hear IPv6 alone if it is to be bound to `::`.
  ///
  /// @return false if that is not possible, so that peers over IPv4 must be refused
  static boolean separate(
      NetworkChannel channel, InetSocketAddress address, DescriptorSearch.Kind kind) {
    if (!(address.getAddress() instanceof Inet6Address host && host.isAnyLocalAddress())) {
      return true; // nobody calls another address of IPv6 over IPv4
    }
    if (!canSeparate()) {
      return false;
    }
    try {
      return BatchCalls.setIpv6Only(DescriptorSearch.find(channel, kind));
    } catch (IOException | RuntimeException | LinkageError e) {
      return false;
    }
  }
}
