package dev.parley.limit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// How many sessions each peer address has open, and the door that closes at the most.
///
/// IPv4 peers count by address, IPv6 peers by /64, since one customer is handed at least that much
/// (RFC 6177 §2) and could otherwise be 2⁶⁴ peers; an IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2)
/// counts as the IPv4 address in it. All link-local peers are of one /64 and so count together.
///
/// Holds one entry per address with an open session, so it is bounded by the sessions. Safe for any
/// thread, never blocks: acceptors acquire, loops release.
public final class PeerCounts {
  /// A peer's address, as far as it counts: 32 bits of IPv4, or the first 64 of IPv6.
  record Key(boolean ipv6, long bits) {}

  private final int maxPerAddress;
  private final ConcurrentMap<Key, Integer> open = new ConcurrentHashMap<>();

  /// Counts with a door.
  ///
  /// @param maxPerAddress the most sessions one address may have open, at least 1
  public PeerCounts(int maxPerAddress) {
    if (maxPerAddress < 1) {
      throw new IllegalArgumentException(
          "maxPerAddress of " + maxPerAddress + " sessions is out of range; choose at least 1");
    }
    this.maxPerAddress = maxPerAddress;
  }

  /// Counts one more session of `address`; false, and nothing counted, if it has the most already.
  /// Every true must be paired with one [#release].
  ///
  /// @param address 4 or 16 bytes in network order, as `InetAddress.getAddress` gives them; read
  ///   during the call
  public boolean tryAcquire(byte[] address) {
    Key key = key(address);
    while (true) {
      Integer count = open.get(key);
      if (count == null) {
        if (open.putIfAbsent(key, 1) == null) {
          return true;
        }
      } else if (count >= maxPerAddress) {
        return false;
      } else if (open.replace(key, count, count + 1)) {
        return true;
      }
    }
  }

  /// Counts one session of `address` less.
  ///
  /// @throws IllegalStateException if none was counted: our bug, since the door would stay too wide
  public void release(byte[] address) {
    open.compute(
        key(address),
        (_, count) -> {
          if (count == null) {
            throw new IllegalStateException("released a session that was never acquired");
          }
          return count == 1 ? null : count - 1;
        });
  }

  /// How many sessions `address` has open, together with all that count as the same.
  public int count(byte[] address) {
    return open.getOrDefault(key(address), 0);
  }

  /// How many addresses have a session open.
  public int addresses() {
    return open.size();
  }

  static Key key(byte[] address) {
    return switch (address.length) {
      case 4 -> new Key(false, bits(address, 0, 4));
      case 16 ->
          isMapped(address)
              ? new Key(false, bits(address, 12, 16))
              : new Key(true, bits(address, 0, 8));
      default ->
          throw new IllegalArgumentException(
              "an address of " + address.length + " bytes is neither IPv4 (4) nor IPv6 (16)");
    };
  }

  private static boolean isMapped(byte[] address) {
    return bits(address, 0, 8) == 0 && bits(address, 8, 12) == 0xffff;
  }

  private static long bits(byte[] address, int from, int to) {
    long bits = 0;
    for (int i = from; i < to; i++) {
      bits = (bits << 8) | (address[i] & 0xff);
    }
    return bits;
  }
}
