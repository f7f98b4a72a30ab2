package dev.parley.internal.net;

import dev.parley.internal.posix.DescriptorOptions;
import dev.parley.internal.posix.DescriptorSearch;
import dev.parley.internal.posix.NativeAccess;
import dev.parley.problem.NetworkProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemSocketException;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.NetworkChannel;

/// The address family of a socket: IPv4, IPv6, or both on one IPv6 socket, which uses IPv4
/// addresses in their mapped form (RFC 4291 §2.5.5.2).
///
/// The JDK's IPv6 sockets are for both. For an IPv6-only socket, at `::`, the option IPV6_V6ONLY
/// (RFC 3493 §5.3) is set by a foreign call; where that is not possible, IPv4 peers are refused one
/// by one.
public final class AddressFamilies {
  private AddressFamilies() {}

  /// Returns true if a listener at `::` can leave IPv4 to another one. False where that needs a
  /// foreign call that is not available.
  public static boolean canSeparate() {
    return NativeAccess.refusal() == null;
  }

  /// Returns true if `peer` is an IPv4 address; the JDK represents mapped addresses as such too.
  public static boolean isIpv4(InetAddress peer) {
    return peer instanceof Inet4Address;
  }

  /// Returns the address at which to call a listener at `address`. The wildcard address cannot be
  /// called; it stands for this machine, so it is replaced by the loopback address of the same
  /// family. The JDK does so for TCP; for UDP it leaves it to the system, which uses the IPv6
  /// loopback address for both.
  public static InetSocketAddress toCall(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    return host.isAnyLocalAddress() ? loopback(!isIpv4(host), address.getPort()) : address;
  }

  /// Returns true if `host` is an address of this machine. Asks the system.
  public static boolean isOfThisMachine(InetAddress host) {
    try {
      return host.isLoopbackAddress() || NetworkInterface.getByInetAddress(host) != null;
    } catch (SocketException e) {
      return false;
    }
  }

  /// Returns a port at the loopback address, which only this machine can reach.
  public static InetSocketAddress loopback(boolean ipv6, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(ipv6 ? "::1" : "127.0.0.1"), port);
  }

  /// Opens a channel of one family.
  interface Opener<C> {
    C open(StandardProtocolFamily family) throws IOException;
  }

  /// Opens a channel for the family of `address`.
  ///
  /// @throws SocketException if the family is IPv6, and this machine has none
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

  /// Returns the error for an IPv6 address where the JDK, or the machine, has no IPv6.
  static SocketException noIpv6() {
    return new ProblemSocketException(Problem.of(NetworkProblem.NO_IPV6));
  }

  /// Makes `channel`, not bound yet, IPv6-only if it is to be bound to `::`.
  ///
  /// @return false if that is not possible, so that IPv4 peers must be refused
  static boolean separate(
      NetworkChannel channel, InetSocketAddress address, DescriptorSearch.Kind kind) {
    if (!(address.getAddress() instanceof Inet6Address host && host.isAnyLocalAddress())) {
      return true; // no other IPv6 address can be called over IPv4
    }
    if (!canSeparate()) {
      return false;
    }
    try {
      return DescriptorOptions.setIpv6Only(DescriptorSearch.find(channel, kind));
    } catch (IOException | RuntimeException | LinkageError e) {
      return false;
    }
  }
}
