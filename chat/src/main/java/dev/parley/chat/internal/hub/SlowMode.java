package dev.parley.chat.internal.hub;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// How often each member of a room may speak. Confined to the hub's loop.
final class SlowMode {
  private final Map<String, Long> spokeAtNanos = new HashMap<>(1);
  private long intervalNanos;

  /// Sets how long a member has to wait between two messages; zero for not at all.
  void interval(Duration interval) {
    intervalNanos = interval.toNanos();
    spokeAtNanos.clear();
  }

  boolean isOn() {
    return intervalNanos != 0;
  }

  /// Returns for how many nanoseconds a member has to wait, and takes its turn if that is 0.
  long waitOrSpeak(String author, long nowNanos) {
    if (intervalNanos == 0) {
      return 0;
    }
    Long spoke = spokeAtNanos.get(author);
    if (spoke != null && nowNanos - spoke < intervalNanos) {
      return intervalNanos - (nowNanos - spoke);
    }
    if (spokeAtNanos.size() >= 1_000) {
      spokeAtNanos.values().removeIf(time -> nowNanos - time >= intervalNanos);
    }
    spokeAtNanos.put(author, nowNanos);
    return 0;
  }
}
