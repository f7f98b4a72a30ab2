package dev.parley.load;

import org.HdrHistogram.Histogram;

/// The results of one loop between two times. Not changed after it is handed over.
final class Slice {
  /// The longest latency recorded, an hour; longer ones count as an hour.
  static final long LONGEST_NANOS = 3_600_000_000_000L;

  private static final int DIGITS = 3;

  long fromNanos;
  long toNanos;
  long wrong;
  long failedConnections;

  /// Open loop: requests sent; those sent more than [#TARDY_NANOS] after they were due without
  /// being held up by the server; and the longest such delay.
  long sent;

  long tardy;
  long mostBehindNanos;
  final Histogram latencies = new Histogram(LONGEST_NANOS, DIGITS);

  /// A request sent this long after it was due was delayed by the generator itself.
  static final long TARDY_NANOS = 1_000_000;

  Slice(long fromNanos) {
    this.fromNanos = fromNanos;
    this.toNanos = fromNanos;
  }

  /// Records the latency of an answer in nanoseconds.
  void latency(long nanos) {
    latencies.recordValue(Math.min(Math.max(nanos, 0), LONGEST_NANOS));
  }

  /// Records how long after its due time a request was sent.
  void behind(long nanos) {
    sent++;
    mostBehindNanos = Math.max(mostBehindNanos, nanos);
    if (nanos > TARDY_NANOS) {
      tardy++;
    }
  }

  /// Returns the number of answers received, correct or wrong.
  long messages() {
    return latencies.getTotalCount();
  }

  /// Extends the time range to include that of another loop's or a later slice.
  void extend(Slice other) {
    fromNanos = other.fromNanos - fromNanos < 0 ? other.fromNanos : fromNanos;
    toNanos = other.toNanos - toNanos > 0 ? other.toNanos : toNanos;
  }

  /// Adds the results of another loop's or a later slice; the times stay.
  void add(Slice other) {
    wrong += other.wrong;
    failedConnections += other.failedConnections;
    sent += other.sent;
    tardy += other.tardy;
    mostBehindNanos = Math.max(mostBehindNanos, other.mostBehindNanos);
    latencies.add(other.latencies);
  }
}
