package dev.parley.load;

import org.HdrHistogram.Histogram;

/// What one loop has seen between two moments. Not changed once it is handed out.
final class Slice {
  /// Latencies are counted up to an hour; what takes longer counts as an hour.
  static final long LONGEST_NANOS = 3_600_000_000_000L;

  private static final int DIGITS = 3;

  long fromNanos;
  long toNanos;
  long wrong;
  long failedConnections;

  /// Open loop: requests that left, those of them that left more than [#TARDY_NANOS] after they
  /// were due without the server holding them up, and the most that one was behind.
  long sent;

  long tardy;
  long mostBehindNanos;
  final Histogram latencies = new Histogram(LONGEST_NANOS, DIGITS);

  /// A request that leaves so much after it was due is the generator's own delay.
  static final long TARDY_NANOS = 1_000_000;

  Slice(long fromNanos) {
    this.fromNanos = fromNanos;
    this.toNanos = fromNanos;
  }

  /// An answer has come, in nanoseconds.
  void latency(long nanos) {
    latencies.recordValue(Math.min(Math.max(nanos, 0), LONGEST_NANOS));
  }

  /// A request has left so long after it was due.
  void behind(long nanos) {
    sent++;
    mostBehindNanos = Math.max(mostBehindNanos, nanos);
    if (nanos > TARDY_NANOS) {
      tardy++;
    }
  }

  /// Answers that have come, right or wrong.
  long messages() {
    return latencies.getTotalCount();
  }

  /// Begins and ends when another loop's slice, or a later one, does, if that is earlier or later.
  void extend(Slice other) {
    fromNanos = other.fromNanos - fromNanos < 0 ? other.fromNanos : fromNanos;
    toNanos = other.toNanos - toNanos > 0 ? other.toNanos : toNanos;
  }

  /// Adds what another loop, or a later slice, has seen; times stay.
  void add(Slice other) {
    wrong += other.wrong;
    failedConnections += other.failedConnections;
    sent += other.sent;
    tardy += other.tardy;
    mostBehindNanos = Math.max(mostBehindNanos, other.mostBehindNanos);
    latencies.add(other.latencies);
  }
}
