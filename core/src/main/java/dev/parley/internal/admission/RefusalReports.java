package dev.parley.internal.admission;

import dev.parley.limit.ReportThrottle;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Throttles the reports of one listener's refusals: the first of a kind is reported at once,
/// further ones every ten seconds with their number. Safe for any thread.
public final class RefusalReports {
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Refusal.Kind, ReportThrottle> throttles = new EnumMap<>(Refusal.Kind.class);

  /// Counts a refusal; returns how many to report now, 0 for none.
  public long add(Refusal.Kind kind, long nowNanos) {
    lock.lock();
    try {
      return throttles
          .computeIfAbsent(kind, _ -> new ReportThrottle(PERIOD_NANOS))
          .add(1, nowNanos);
    } finally {
      lock.unlock();
    }
  }
}
