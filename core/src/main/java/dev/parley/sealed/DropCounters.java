package dev.parley.sealed;

import dev.parley.layer.DatagramLayer;
import java.util.concurrent.TimeUnit;

/// Datagrams that were not taken: counted, each of them, and told of now and then, so that a flood
/// of them is not one of sentences. Confined to one thread.
final class DropCounters<A> {
  /// How long nothing is told after something was.
  static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final DatagramLayer.Peers<A> peers;
  private long all;
  private long untold;
  private long untoldBytes;
  private long toldAt;

  DropCounters(DatagramLayer.Peers<A> peers) {
    this.peers = peers;
  }

  /// True if the next one is told of, so that its sentence is worth making.
  boolean areDue(long nowNanos) {
    return all == 0 || nowNanos - toldAt >= QUIET_NANOS;
  }

  void add(A from, int bytes, long nowNanos, String why) {
    boolean isDue = areDue(nowNanos);
    all++;
    untold++;
    untoldBytes += bytes;
    if (isDue) {
      String more =
          untold == 1 ? "" : "; with it, " + untold + " datagrams since this was told last";
      int told = (int) Math.min(untoldBytes, Integer.MAX_VALUE);
      toldAt = nowNanos;
      untold = 0;
      untoldBytes = 0;
      peers.dropped(from, told, why + more);
    }
  }

  /// How many there were.
  long all() {
    return all;
  }
}
