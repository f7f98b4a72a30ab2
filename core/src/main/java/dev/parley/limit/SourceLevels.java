package dev.parley.limit;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.List;

/// The sources that a peer belongs to, narrowest first: an IPv4 address alone; for IPv6 its own
/// prefix, the /56 around it and the /48 around that, since one customer may get up to a /48 (RFC
/// 6177 §2) and could otherwise be 65,536 sources of a /64.
///
/// Each level has [#FACTOR] times the budget of the one before.
public final class SourceLevels {
  /// A site gets more than one household does, but far less than 256 times as much.
  static final int FACTOR = 4;

  private static final int WIDE_PREFIX = 56;
  private static final int WIDEST_PREFIX = 48;

  private SourceLevels() {}

  /// Returns the levels of `peer`.
  ///
  /// @param ipv6Prefix the prefix length of a source; levels that are no wider are left out
  public static List<Source> of(InetSocketAddress peer, int ipv6Prefix) {
    Source own = Source.of(peer, ipv6Prefix);
    if (!(peer.getAddress() instanceof Inet6Address) || ipv6Prefix <= WIDEST_PREFIX) {
      return List.of(own);
    }
    Source widest = Source.of(peer, WIDEST_PREFIX);
    if (widest.equals(own)) {
      return List.of(own); // an IPv4-mapped address
    }
    return ipv6Prefix <= WIDE_PREFIX
        ? List.of(own, widest)
        : List.of(own, Source.of(peer, WIDE_PREFIX), widest);
  }

  /// Returns the budget of a level, at most [Integer#MAX_VALUE].
  ///
  /// @param level its index in the list
  public static int budget(int ofSource, int level) {
    long budget = ofSource;
    for (int i = 0; i < level; i++) {
      budget = Math.min(budget * FACTOR, Integer.MAX_VALUE);
    }
    return (int) budget;
  }
}
