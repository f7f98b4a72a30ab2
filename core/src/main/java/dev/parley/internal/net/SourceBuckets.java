package dev.parley.internal.net;

import dev.parley.limit.Source;
import java.net.SocketAddress;

/// A few thousand bucket numbers for the sources of peers, for counting by source without
/// allocating. Two sources may share a bucket; which ones do differs in each process, so nobody can
/// choose an address that shares a bucket with somebody else's.
final class SourceBuckets {
  /// The number of buckets.
  static final int COUNT = 1 << 12;

  private SourceBuckets() {}

  /// Returns the bucket of the peer's source, from 0 and less than [#COUNT]: part of its hash code,
  /// which is keyed ([dev.parley.limit.SecretHash]).
  static char of(SocketAddress peer) {
    return (char) (Source.of(peer).hashCode() & COUNT - 1);
  }
}
