package dev.parley.sealed;

import dev.parley.layer.DatagramLayer;
import dev.parley.problem.Problem;
import dev.parley.problem.SealedProblem;
import java.util.concurrent.TimeUnit;

/// Counts dropped datagrams and reports them at a limited rate, so that a flood of datagrams does
/// not become a flood of log lines. Confined to one thread.
final class DropCounters<A> {
  /// The minimum time between two reports.
  static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final DatagramLayer.Peers<A> peers;
  private long all;
  private long unreported;
  private long unreportedBytes;
  private long reportedAt;

  DropCounters(DatagramLayer.Peers<A> peers) {
    this.peers = peers;
  }

  /// True if the next drop will be reported, so that building its sentence is worthwhile.
  boolean areDue(long nowNanos) {
    return all == 0 || nowNanos - reportedAt >= QUIET_NANOS;
  }

  void add(A from, int bytes, long nowNanos, Problem why) {
    boolean isDue = areDue(nowNanos);
    all++;
    unreported++;
    unreportedBytes += bytes;
    if (isDue) {
      Problem counted = unreported == 1 ? why : Problem.of(SealedProblem.AND_MORE, why, unreported);
      int reported = (int) Math.min(unreportedBytes, Integer.MAX_VALUE);
      reportedAt = nowNanos;
      unreported = 0;
      unreportedBytes = 0;
      peers.dropped(from, reported, counted);
    }
  }

  /// Returns the total number of drops.
  long all() {
    return all;
  }
}
