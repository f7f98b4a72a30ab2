package dev.parley.limit;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// What counts as one peer where peers share something: an IPv4 address, or the IPv6 addresses with
/// the same first bits, since one customer is handed a /64 at least (RFC 6177 §2) and could
/// otherwise be 2⁶⁴ peers. All Unix-domain peers of this machine are one source.
///
/// Strangers choose their addresses, but not such that hash codes collide ([SecretHash]).
/// Immutable, safe for any thread.
public final class Source implements Comparable<Source> {
  /// The usual number of IPv6 bits that make a source.
  public static final int IPV6_PREFIX = 64;

  private static final int LOCAL_LENGTH = -1;
  private static final Source LOCAL = new Source(LOCAL_LENGTH, new AddressBits(0, 0));

  private final int length;
  private final AddressBits bits;

  private Source(int length, AddressBits bits) {
    this.length = length;
    this.bits = bits;
  }

  /// The source of a peer, by /64 for IPv6.
  public static Source of(SocketAddress peer) {
    return of(peer, IPV6_PREFIX);
  }

  /// The source of a peer.
  ///
  /// @param ipv6Prefix how many bits of an IPv6 address count, 1 to 128; IPv4 addresses count
  ///   whole, those in IPv4-mapped ones too
  public static Source of(SocketAddress peer, int ipv6Prefix) {
    if (ipv6Prefix < 1 || ipv6Prefix > AddressBits.LENGTH) {
      throw new IllegalArgumentException(
          "an IPv6 prefix of " + ipv6Prefix + " bits is out of range; choose 1 to 128");
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

  /// Such as `192.0.2.7`, `2001:db8:0:0:0:0:0:0/64`, `unix`.
  @Override
  public String toString() {
    if (length == LOCAL_LENGTH) {
      return "unix";
    }
    boolean isIpv4 = bits.isIpv4();
    return bits.text(isIpv4) + (isIpv4 || length == AddressBits.LENGTH ? "" : "/" + length);
  }
}
