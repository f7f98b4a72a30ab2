package dev.parley.limit;

/// Throttles reports of something that may happen often: the first one is immediate, then at most
/// one per period, each with the count since the previous report. Not thread-safe.
public final class ReportThrottle {
  private final long periodNanos;
  private boolean hasReported;
  private long reportedAt;
  private long count;

  /// Creates a throttle that allows one report per `periodNanos`.
  public ReportThrottle(long periodNanos) {
    this.periodNanos = periodNanos;
  }

  /// Adds `more` to the count, possibly 0.
  ///
  /// @return the count to report now, since the previous report; 0 for no report
  public long add(long more, long nowNanos) {
    count += more;
    if (count == 0 || (hasReported && nowNanos - reportedAt < periodNanos)) {
      return 0;
    }
    hasReported = true;
    reportedAt = nowNanos;
    long reported = count;
    count = 0;
    return reported;
  }
}
