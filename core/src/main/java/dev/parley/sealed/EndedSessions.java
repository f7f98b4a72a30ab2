package dev.parley.sealed;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The ids of sessions that have ended lately. What their clients had under way, such as a close
/// that has crossed ours, belongs to nothing any more, and is nobody's fault. Confined to its
/// socket's event loop.
final class EndedSessions {
  /// How long an id is kept: no datagram is under way for longer.
  static final long LIFE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /// The maximum number of ids, about 100 bytes each. Beyond it the oldest one goes.
  static final int MAX = 4096;

  /// When each session has ended, in this order.
  private final LinkedHashMap<Long, Long> endedAt = new LinkedHashMap<>();

  void add(long id, long nowNanos) {
    endedAt.put(id, nowNanos);
    if (endedAt.size() > MAX) {
      Map.Entry<Long, Long> _ = endedAt.pollFirstEntry();
    }
  }

  boolean contains(long id) {
    return !endedAt.isEmpty() && endedAt.containsKey(id);
  }

  /// Removes what has ended long ago.
  void sweep(long nowNanos) {
    Iterator<Long> oldest = endedAt.sequencedValues().iterator();
    while (oldest.hasNext() && nowNanos - oldest.next() > LIFE_NANOS) {
      oldest.remove();
    }
  }

  int size() {
    return endedAt.size();
  }
}
