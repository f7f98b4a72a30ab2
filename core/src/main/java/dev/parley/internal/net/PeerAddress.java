package dev.parley.internal.net;

import dev.parley.limit.SecretHash;
import java.lang.invoke.VarHandle;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The address of a datagram's peer, as numbers: the key of the table of peers. Equal by value.
///
/// ```
///   high, low   the IPv6 address; an IPv4 address in its mapped form, ::ffff:a.b.c.d
///   port        0 to 65535
///   scope       the interface of a link-local address, 0 for all others
/// ```
///
/// In addition, and not part of equality, it has the local address that its datagram was sent to,
/// if the socket has several and the system reports which. Answers are sent from there, since a
/// peer may accept datagrams from that address only.
///
/// A socket reads the sender of each datagram into one mutable instance, so that peers can be
/// looked up without allocating; [#keep] returns one that never changes. Anybody can forge senders,
/// but not such that their hash codes collide ([SecretHash]).
public final class PeerAddress implements Comparable<PeerAddress> {
  /// The size of the longest form that [#write] produces, a `sockaddr_in6`.
  static final int MAX_BYTES = 28;

  // Linux's numbers. Its sockaddr_in is family, port, address (2, 2, 4, 8 unused bytes), its
  // sockaddr_in6 family, port, flow, address, scope (2, 2, 4, 16, 4). Family and scope are in the
  // machine's byte order, which is little-endian wherever this is used, the rest in network order.
  private static final short AF_INET = 2;
  private static final short AF_INET6 = 10;
  private static final int IN_BYTES = 16;
  private static final long MAPPED = 0xffff_0000_0000L;

  private long high;
  private long low;
  private int port;
  private int scope;
  private @Nullable InetSocketAddress internet;

  /// The route to it, if a proxy states that this is the peer; null for all others.
  private @Nullable ProxyWay way;

  // The local address, all zeros if unknown.
  private long ownHigh;
  private long ownLow;
  private int ownScope;

  /// The proxy that the datagram came from, and the address that its peer has called, as the proxy
  /// states.
  private record ProxyWay(PeerAddress proxy, InetSocketAddress called) {}

  PeerAddress() {}

  /// Returns the address of `internet`, which is resolved.
  public static PeerAddress of(InetSocketAddress internet) {
    PeerAddress address = new PeerAddress();
    address.set(internet);
    return address;
  }

  /// Returns the address of `peer`, which has called `called` through the proxy at this address:
  /// datagrams to it are sent to the proxy. It is never equal to an address without that proxy.
  public PeerAddress claimedBy(InetSocketAddress peer, InetSocketAddress called) {
    PeerAddress claimed = of(peer);
    claimed.ownHigh = ownHigh;
    claimed.ownLow = ownLow;
    claimed.ownScope = ownScope;
    claimed.way = new ProxyWay(keep(), called);
    return claimed;
  }

  /// Returns the next hop of a datagram to this address: itself, or its proxy.
  PeerAddress next() {
    ProxyWay way = this.way;
    return way == null ? this : way.proxy;
  }

  /// Sets this to `internet`. Does nothing if it is the same object as the last time, which
  /// channels return for one sender in a row; equal objects may differ in scope.
  @SuppressWarnings("ReferenceEquality")
  void set(InetSocketAddress internet) {
    if (internet == this.internet) {
      return;
    }
    byte[] bytes = internet.getAddress().getAddress();
    if (bytes.length == 4) {
      high = 0;
      low = MAPPED | Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt());
    } else {
      ByteBuffer words = ByteBuffer.wrap(bytes);
      high = words.getLong();
      low = words.getLong();
    }
    port = internet.getPort();
    scope = internet.getAddress() instanceof Inet6Address six ? six.getScopeId() : 0;
    this.internet = internet;
  }

  /// Reads the `sockaddr` at the index `at` of `in`, a little-endian buffer, into this.
  void read(ByteBuffer in, int at) {
    internet = null;
    port = Short.toUnsignedInt(Short.reverseBytes(in.getShort(at + 2)));
    if (in.getShort(at) == AF_INET) {
      high = 0;
      low = MAPPED | Integer.toUnsignedLong(Integer.reverseBytes(in.getInt(at + 4)));
      scope = 0;
    } else {
      high = Long.reverseBytes(in.getLong(at + 8));
      low = Long.reverseBytes(in.getLong(at + 16));
      scope = in.getInt(at + 24);
    }
  }

  /// Writes a `sockaddr_in6` at the index `at` of `out`, a little-endian buffer; for an IPv4-only
  /// socket, a `sockaddr_in`.
  ///
  /// @return its length in bytes
  int write(ByteBuffer out, int at, boolean isIpv4Only) {
    short netPort = Short.reverseBytes((short) port);
    if (isIpv4Only) {
      out.putShort(at, AF_INET).putShort(at + 2, netPort);
      out.putInt(at + 4, Integer.reverseBytes((int) low)).putLong(at + 8, 0);
      return IN_BYTES;
    }
    out.putShort(at, AF_INET6).putShort(at + 2, netPort).putInt(at + 4, 0);
    out.putLong(at + 8, Long.reverseBytes(high)).putLong(at + 16, Long.reverseBytes(low));
    out.putInt(at + 24, scope);
    return MAX_BYTES;
  }

  /// Clears the local address: it is unknown.
  void forgetOwn() {
    ownHigh = 0;
    ownLow = 0;
    ownScope = 0;
  }

  /// Reads the local address from an `in6_pktinfo`: address and interface (16, 4). Ignores a
  /// multicast address (ff00::/8), from which nothing can be sent, and a mapped IPv4 address, for
  /// which the `in_pktinfo` is more exact.
  void readOwnIpv6(ByteBuffer in, int at) {
    long first = Long.reverseBytes(in.getLong(at));
    long second = Long.reverseBytes(in.getLong(at + 8));
    boolean isMapped = first == 0 && second >>> 32 == MAPPED >>> 32;
    if (isMapped || first >>> 56 == 0xff) {
      return;
    }
    ownHigh = first;
    ownLow = second;
    boolean isLinkLocal = first >>> 54 == 0xfe80 >>> 6;
    ownScope = isLinkLocal ? in.getInt(at + 16) : 0;
  }

  /// Reads the local address from an `in_pktinfo`: interface, our address there, the destination
  /// address (4, 4, 4). The two differ for a broadcast, and then the first is the one to answer
  /// from.
  void readOwnIpv4(ByteBuffer in, int at) {
    int address = Integer.reverseBytes(in.getInt(at + 4));
    ownHigh = 0;
    ownLow = address == 0 ? 0 : MAPPED | Integer.toUnsignedLong(address);
    ownScope = 0;
  }

  /// Writes the local address as an `in6_pktinfo`, whose interface is 0 for any but a link-local
  /// address; for an IPv4-only socket, as an `in_pktinfo`.
  void writeOwn(ByteBuffer out, int at, boolean isIpv4Only) {
    if (isIpv4Only) {
      out.putInt(at, 0).putInt(at + 4, Integer.reverseBytes((int) ownLow)).putInt(at + 8, 0);
      return;
    }
    out.putLong(at, Long.reverseBytes(ownHigh)).putLong(at + 8, Long.reverseBytes(ownLow));
    out.putInt(at + 16, ownScope);
  }

  /// Returns true if the local address is known.
  boolean hasOwn() {
    return (ownHigh | ownLow) != 0;
  }

  /// Returns true if the local address is known and is the same as the sender's.
  public boolean hasCalledItself() {
    return hasOwn() && ownHigh == high && ownLow == low && ownScope == scope;
  }

  /// Returns true if both have the same local address, or none.
  public boolean hasSameOwn(PeerAddress that) {
    return ownLow == that.ownLow && ownHigh == that.ownHigh && ownScope == that.ownScope;
  }

  /// Returns the local address with this port, or the destination that a proxy states, with its
  /// port; null if it is not known.
  public @Nullable InetSocketAddress own(int port) {
    ProxyWay way = this.way;
    if (way != null) {
      return way.called;
    }
    return hasOwn() ? new InetSocketAddress(host(ownHigh, ownLow, ownScope), port) : null;
  }

  /// Writes the four numbers, 32 bytes.
  public void put(ByteBuffer into) {
    into.putLong(high).putLong(low).putLong(port).putLong(scope);
  }

  /// Returns an immutable copy of this address.
  public PeerAddress keep() {
    PeerAddress kept = new PeerAddress();
    kept.high = high;
    kept.low = low;
    kept.port = port;
    kept.scope = scope;
    kept.internet = internet();
    kept.way = way;
    kept.ownHigh = ownHigh;
    kept.ownLow = ownLow;
    kept.ownScope = ownScope;
    VarHandle.storeStoreFence(); // safe publication: any thread may ask a session for its peer
    return kept;
  }

  /// Returns the port, from 0 to 65,535.
  public int port() {
    return port;
  }

  /// Returns the address as a JDK object: IPv4 is an `Inet4Address`, whatever the socket.
  public InetSocketAddress internet() {
    InetSocketAddress known = internet;
    if (known == null) {
      known = new InetSocketAddress(host(high, low, scope), port);
      internet = known;
    }
    return known;
  }

  private static InetAddress host(long high, long low, int scope) {
    byte[] bytes = new byte[16];
    ByteBuffer.wrap(bytes).putLong(high).putLong(low);
    try {
      return scope == 0
          ? InetAddress.getByAddress(bytes)
          : Inet6Address.getByAddress(null, bytes, scope);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("16 bytes are the length of an address", e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PeerAddress that
        && low == that.low
        && port == that.port
        && high == that.high
        && scope == that.scope
        && Objects.equals(proxy(), that.proxy());
  }

  private @Nullable PeerAddress proxy() {
    ProxyWay way = this.way;
    return way == null ? null : way.proxy;
  }

  @Override
  public int hashCode() {
    return (int)
        SecretHash.of(
            SecretHash.of(high, low), ((long) port << 32) | Integer.toUnsignedLong(scope));
  }

  /// Returns a hash of the source that it belongs to, as defined by [dev.parley.limit.Source]: of
  /// an IPv4 address, or of the first 64 bits of an IPv6 one.
  public long sourceHash() {
    boolean isIpv4 = high == 0 && low >>> 32 == MAPPED >>> 32;
    return SecretHash.of(high, isIpv4 ? low : 0);
  }

  /// An arbitrary order, for trees that hold colliding keys.
  @Override
  public int compareTo(PeerAddress that) {
    int order = Long.compare(low, that.low);
    order = order != 0 ? order : Integer.compare(port, that.port);
    order = order != 0 ? order : Long.compare(high, that.high);
    order = order != 0 ? order : Integer.compare(scope, that.scope);
    return order != 0 ? order : compare(proxy(), that.proxy());
  }

  private static int compare(@Nullable PeerAddress one, @Nullable PeerAddress other) {
    if (one == null || other == null) {
      return Boolean.compare(one != null, other != null);
    }
    return one.compareTo(other);
  }

  @Override
  public String toString() {
    return internet().toString();
  }
}
