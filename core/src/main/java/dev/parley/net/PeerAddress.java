package dev.parley.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The other end of a datagram as numbers: what a table of peers is keyed by. Equal by value.
///
/// ```
///   high, low   the IPv6 address; an IPv4 address in its mapped form, ::ffff:a.b.c.d
///   port        0 to 65535
///   scope       the interface of a link-local address, 0 for all others
/// ```
///
/// A socket reads the sender of each datagram into one and the same object, so that peers can be
/// looked up without allocating; [#keep] gives one that never changes. Anybody can invent senders,
/// and with them hash codes: as a [Comparable] key it costs a `HashMap` the logarithm of its size
/// at worst, since colliding keys are kept in a tree.
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

  PeerAddress() {}

  /// The address of `internet`, which is resolved.
  public static PeerAddress of(InetSocketAddress internet) {
    PeerAddress address = new PeerAddress();
    address.set(internet);
    return address;
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
      known = new InetSocketAddress(host(), port);
      internet = known;
    }
    return known;
  }

  private InetAddress host() {
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
        && scope == that.scope;
  }

  @Override
  public int hashCode() {
    long mixed = (low + 31 * high + ((long) port << 32) + scope) * 0x9e37_79b9_7f4a_7c15L;
    return (int) (mixed >>> 32);
  }

  /// An order for the tree that holds colliding keys; it means nothing else.
  @Override
  public int compareTo(PeerAddress that) {
    int order = Long.compare(low, that.low);
    order = order != 0 ? order : Integer.compare(port, that.port);
    order = order != 0 ? order : Long.compare(high, that.high);
    return order != 0 ? order : Integer.compare(scope, that.scope);
  }

  @Override
  public String toString() {
    return internet().toString();
  }
}
