package dev.parley.limit;

/// Decides when something that may happen often is reported: the first time at once, afterwards
/// once in a period, with the number of times since the report before. Not safe for threads.
public final class ReportThrottle {
  private final long periodNanos;
  private boolean hasReported;
  private long reportedAt;
  private long count;

  /// One report in `periodNanos` at most.
  public ReportThrottle(long periodNanos) {
    this.periodNanos = periodNanos;
  }

  /// Counts `more` times, possibly none.
  ///
  /// @return how many times to report now, since the last report; 0 for no report
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
