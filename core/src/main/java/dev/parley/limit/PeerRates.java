package dev.parley.limit;

import java.util.LinkedHashMap;
import java.util.Map;

/// How often each peer address may do something: a [TokenBucket] for each of the addresses that did
/// it of late. Addresses count as in [PeerCounts].
///
/// Remembers a bounded number of addresses, and forgets the one first that was here longest ago.
/// Confined to one thread, never blocks.
public final class PeerRates {
  private final int perSecond;
  private final LinkedHashMap<PeerCounts.Key, TokenBucket> buckets;

  /// @param perSecond how often on average, and how often at once
  /// @param addresses how many are remembered
  public PeerRates(int perSecond, int addresses) {
    this.perSecond = perSecond;
    this.buckets =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<PeerCounts.Key, TokenBucket> eldest) {
            return size() > addresses;
          }
        };
  }

  /// Counts one more; false, and nothing counted, if it is too soon.
  ///
  /// @param address 4 or 16 bytes in network order
  public boolean take(byte[] address, long nowNanos) {
    TokenBucket bucket =
        buckets.computeIfAbsent(
            PeerCounts.key(address), _ -> TokenBucket.perSecond(perSecond, nowNanos));
    if (bucket.waitNanos(nowNanos) > 0) {
      return false;
    }
    bucket.spend(1, nowNanos);
    return true;
  }
}
