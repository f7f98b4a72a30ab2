package dev.parley.net;

import dev.parley.limit.Source;
import java.net.SocketAddress;
import java.util.concurrent.ThreadLocalRandom;

/// A few thousand numbers that stand for the sources of peers, where counting by source must take
/// no memory. Two sources may share one; which do is another matter in each process, so nobody can
/// choose an address that shares one with somebody else's.
final class SourceBuckets {
  /// How many numbers there are.
  static final int COUNT = 1 << 12;

  /// FNV-1a's, for 64 bits.
  private static final long PRIME = 0x100000001b3L;

  private static final long SEED = ThreadLocalRandom.current().nextLong();

  private SourceBuckets() {}

  /// The number of the peer's source, from 0 and less than [#COUNT].
  static char of(SocketAddress peer) {
    String source = Source.of(peer).toString();
    long hash = SEED;
    for (int i = 0; i < source.length(); i++) {
      hash = (hash ^ source.charAt(i)) * PRIME;
    }
    hash ^= hash >>> 32;
    return (char) ((hash * PRIME) >>> 24 & COUNT - 1);
  }
}
