package dev.parley.limit;

import dev.parley.problem.InvalidValueException;
import dev.parley.problem.SettingProblem;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// The unit of per-peer limits: an IPv4 address, or the IPv6 addresses with a common prefix, since
/// one customer gets at least a /64 (RFC 6177 §2) and could otherwise be 2⁶⁴ peers. All Unix-domain
/// peers of this machine are one source.
///
/// Peers can choose their addresses, but cannot cause hash collisions ([SecretHash]). Immutable,
/// safe for any thread.
public final class Source implements Comparable<Source> {
  /// The default IPv6 prefix length of a source.
  public static final int IPV6_PREFIX = 64;

  private static final int LOCAL_LENGTH = -1;
  private static final Source LOCAL = new Source(LOCAL_LENGTH, new AddressBits(0, 0));

  private final int length;
  private final AddressBits bits;

  private Source(int length, AddressBits bits) {
    this.length = length;
    this.bits = bits;
  }

  /// Returns the source of a peer, by /64 for IPv6.
  public static Source of(SocketAddress peer) {
    return of(peer, IPV6_PREFIX);
  }

  /// Returns the source of a peer.
  ///
  /// @param ipv6Prefix how many bits of an IPv6 address count, 1 to 128; IPv4 addresses, including
  ///   IPv4-mapped ones, always count in full
  public static Source of(SocketAddress peer, int ipv6Prefix) {
    if (ipv6Prefix < 1 || ipv6Prefix > AddressBits.LENGTH) {
      throw new InvalidValueException(SettingProblem.IPV6_PREFIX, ipv6Prefix);
    }
    if (!(peer instanceof InetSocketAddress internet)) {
      return LOCAL;
    }
    AddressBits bits = AddressBits.of(internet.getAddress());
    int length = bits.isIpv4() ? AddressBits.LENGTH : ipv6Prefix;
    return new Source(length, bits.prefix(length));
  }

  @Override
  public int compareTo(Source that) {
    int order = bits.compareTo(that.bits);
    return order != 0 ? order : Integer.compare(length, that.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Source that && length == that.length && bits.equals(that.bits);
  }

  @Override
  public int hashCode() {
    return (int) SecretHash.of(SecretHash.of(bits.high(), bits.low()), length);
  }

  /// Returns a text such as `192.0.2.7`, `2001:db8:0:0:0:0:0:0/64`, `unix`.
  @Override
  public String toString() {
    if (length == LOCAL_LENGTH) {
      return "unix";
    }
    boolean isIpv4 = bits.isIpv4();
    return bits.text(isIpv4) + (isIpv4 || length == AddressBits.LENGTH ? "" : "/" + length);
  }
}
