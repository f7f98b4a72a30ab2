package dev.parley.internal.net;

import dev.parley.limit.SecretHash;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The other end of a datagram as numbers: what a table of peers is keyed by. Equal by value.
///
/// ```
///   high, low   the IPv6 address; an IPv4 address in its mapped form, ::ffff:a.b.c.d
///   port        0 to 65535
///   scope       the interface of a link-local address, 0 for all others
/// ```
///
/// Beside it, and no part of what is equal: the address of ours that its datagram was sent to,
/// where the socket has several and the system tells which. Answers leave from there, or a peer
/// that hears nobody else would not hear them.
///
/// A socket reads the sender of each datagram into one and the same object, so that peers can be
/// looked up without allocating; [#keep] gives one that never changes. Anybody can invent senders,
/// but not such that their hash codes collide ([SecretHash]).
public final class PeerAddress implements Comparable<PeerAddress> {
  /// The longest form of [#write], a `sockaddr_in6`.
  static final int MAX_BYTES = 28;

  // Linux's numbers. Its sockaddr_in is family, port, address (2, 2, 4, 8 unused bytes), its
  // sockaddr_in6 family, port, flow, address, scope (2, 2, 4, 16, 4). Family and scope are in the
  // machine's order, which is little-endian wherever this is used, the rest in the network's.
  private static final short AF_INET = 2;
  private static final short AF_INET6 = 10;
  private static final int IN_BYTES = 16;
  private static final long MAPPED = 0xffff_0000_0000L;

  private long high;
  private long low;
  private int port;
  private int scope;
  private @Nullable InetSocketAddress internet;

  /// How it is reached, if a proxy says that this is the peer; null for all others.
  private @Nullable ProxyWay way;

  // All zeros if unknown.
  private long ownHigh;
  private long ownLow;
  private int ownScope;

  /// From where a datagram came in fact, and whom its peer has called, as the proxy there says.
  private record ProxyWay(PeerAddress proxy, InetSocketAddress called) {}

  PeerAddress() {}

  /// The address of `internet`, which is resolved.
  public static PeerAddress of(InetSocketAddress internet) {
    PeerAddress address = new PeerAddress();
    address.set(internet);
    return address;
  }

  /// The address of `peer`, who has called `called` and whose datagram the proxy at this address
  /// has sent on: what is sent to it goes to the proxy. Equal to no address without that proxy.
  public PeerAddress claimedBy(InetSocketAddress peer, InetSocketAddress called) {
    PeerAddress claimed = of(peer);
    claimed.ownHigh = ownHigh;
    claimed.ownLow = ownLow;
    claimed.ownScope = ownScope;
    claimed.way = new ProxyWay(keep(), called);
    return claimed;
  }

  /// Where a datagram to this address is sent: to itself, or to its proxy.
  PeerAddress next() {
    ProxyWay way = this.way;
    return way == null ? this : way.proxy;
  }

  /// Becomes `internet`. Nothing changes if it is the very object of the last time, which channels
  /// give for one sender in a row; equal ones may differ in scope.
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

  /// Becomes the `sockaddr` that stands in `in`, a little-endian buffer, from the index `at`.
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

  /// Writes a `sockaddr_in6` at the index `at` of `out`, a little-endian buffer; for a socket that
  /// carries IPv4 alone, a `sockaddr_in`.
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

  /// It is not known which address of ours was called.
  void forgetOwn() {
    ownHigh = 0;
    ownLow = 0;
    ownScope = 0;
  }

  /// Reads the address of ours from an `in6_pktinfo`: address and interface (16, 4). One of many
  /// receivers (ff00::/8) is nobody's to answer from; of IPv4 the `in_pktinfo` says it better.
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

  /// Reads the address of ours from an `in_pktinfo`: interface, our address there, the address that
  /// was called (4, 4, 4). The two differ for a broadcast, and then the first is the one to answer
  /// from.
  void readOwnIpv4(ByteBuffer in, int at) {
    int address = Integer.reverseBytes(in.getInt(at + 4));
    ownHigh = 0;
    ownLow = address == 0 ? 0 : MAPPED | Integer.toUnsignedLong(address);
    ownScope = 0;
  }

  /// Writes it as an `in6_pktinfo`, whose interface is 0 for any but a link-local address; for a
  /// socket that carries IPv4 alone, as an `in_pktinfo`.
  void writeOwn(ByteBuffer out, int at, boolean isIpv4Only) {
    if (isIpv4Only) {
      out.putInt(at, 0).putInt(at + 4, Integer.reverseBytes((int) ownLow)).putInt(at + 8, 0);
      return;
    }
    out.putLong(at, Long.reverseBytes(ownHigh)).putLong(at + 8, Long.reverseBytes(ownLow));
    out.putInt(at + 16, ownScope);
  }

  /// True if it is known which address of ours was called.
  boolean hasOwn() {
    return (ownHigh | ownLow) != 0;
  }

  /// True if the address of ours that was called is known and the same as the sender's.
  public boolean hasCalledItself() {
    return hasOwn() && ownHigh == high && ownLow == low && ownScope == scope;
  }

  /// True if the same address of ours was called, known or not.
  public boolean hasSameOwn(PeerAddress that) {
    return ownLow == that.ownLow && ownHigh == that.ownHigh && ownScope == that.ownScope;
  }

  /// The address of ours that was called, with this port, or with another one if a proxy says so;
  /// null if that is not known.
  public @Nullable InetSocketAddress own(int port) {
    ProxyWay way = this.way;
    if (way != null) {
      return way.called;
    }
    return hasOwn() ? new InetSocketAddress(host(ownHigh, ownLow, ownScope), port) : null;
  }

  /// Puts its numbers, 32 bytes.
  public void put(ByteBuffer into) {
    into.putLong(high).putLong(low).putLong(port).putLong(scope);
  }

  /// This address at this moment.
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
    return kept;
  }

  /// The port, from 0 to 65,535.
  public int port() {
    return port;
  }

  /// The same as the JDK has it: IPv4 is an `Inet4Address`, whatever the socket.
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

  /// A hash of the source that it is of, as [dev.parley.limit.Source] has it: of an IPv4 address,
  /// of the first 64 bits of an IPv6 one.
  public long sourceHash() {
    boolean isIpv4 = high == 0 && low >>> 32 == MAPPED >>> 32;
    return SecretHash.of(high, isIpv4 ? low : 0);
  }

  /// An order for the tree that holds colliding keys; it means nothing else.
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
