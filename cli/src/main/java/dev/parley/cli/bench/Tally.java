package dev.parley.cli.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Puts the slices of all loops together, second by second. For one thread, that of the run.
final class Tally {
  /// What all loops give for the same second, some sooner, some later.
  private record Pending(List<CompletableFuture<Slice>> slices, boolean isCounted) {
    boolean isDone() {
      return slices.stream().allMatch(CompletableFuture::isDone);
    }
  }

  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private final List<BenchReport.Second> timeline = new ArrayList<>();
  private final Slice total = new Slice(0);
  private long fromNanos;
  private long toNanos;
  private double lastRate;
  private double lastP99;

  /// Slices that have been asked for.
  ///
  /// @param isCounted false for those of the warm-up
  void expect(List<CompletableFuture<Slice>> slices, boolean isCounted) {
    pending.add(new Pending(List.copyOf(slices), isCounted));
  }

  /// Takes what has come.
  void take() {
    while (!pending.isEmpty() && pending.getFirst().isDone()) {
      Pending first = pending.removeFirst();
      add(first.slices.stream().map(CompletableFuture::join).toList(), first.isCounted);
    }
  }

  /// Waits for all that was asked for, and takes it.
  void takeAll() {
    pending.forEach(one -> one.slices.forEach(CompletableFuture::join));
    take();
  }

  /// The slices of one second.
  private void add(List<Slice> slices, boolean isCounted) {
    Slice second = new Slice(0);
    long from = slices.getFirst().fromNanos;
    long to = slices.getFirst().toNanos;
    for (Slice slice : slices) {
      second.add(slice);
      from = slice.fromNanos - from < 0 ? slice.fromNanos : from;
      to = slice.toNanos - to > 0 ? slice.toNanos : to;
    }
    double seconds = Math.max(to - from, 1) / 1e9;
    lastRate = second.messages() / seconds;
    lastP99 = BenchReport.at(second.latencies, 99);
    total.failedConnections += isCounted ? 0 : second.failedConnections;
    if (!isCounted) {
      return;
    }
    if (timeline.isEmpty()) {
      fromNanos = from;
    }
    toNanos = to;
    total.add(second);
    timeline.add(new BenchReport.Second((to - fromNanos) / 1e9, lastRate, lastP99));
  }

  /// All that was counted; connections that failed in the warm-up too.
  Slice total() {
    return total;
  }

  /// How long was counted.
  double seconds() {
    return (toNanos - fromNanos) / 1e9;
  }

  List<BenchReport.Second> timeline() {
    return timeline;
  }

  /// Of the last second taken, warm-up included.
  double lastRate() {
    return lastRate;
  }

  /// Of the last second taken, warm-up included, in microseconds.
  double lastP99() {
    return lastP99;
  }
}
