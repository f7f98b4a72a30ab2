package dev.parley.internal.net;

import dev.parley.limit.Source;
import java.net.SocketAddress;

/// A few thousand numbers that stand for the sources of peers, where counting by source must take
/// no memory. Two sources may share one; which do is another matter in each process, so nobody can
/// choose an address that shares one with somebody else's.
final class SourceBuckets {
  /// How many numbers there are.
  static final int COUNT = 1 << 12;

  private SourceBuckets() {}

  /// The number of the peer's source, from 0 and less than [#COUNT]: part of its hash code, which
  /// is keyed ([dev.parley.limit.SecretHash]).
  static char of(SocketAddress peer) {
    return (char) (Source.of(peer).hashCode() & COUNT - 1);
  }
}
