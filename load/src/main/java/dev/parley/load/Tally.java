package dev.parley.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Combines the slices of all loops, per part of a second and per second. Confined to the thread of
/// the run.
final class Tally {
  /// The slices of all loops for the same part of a second, some not complete yet.
  private record Pending(List<CompletableFuture<Slice>> slices, boolean isCounted) {
    boolean isDone() {
      return slices.stream().allMatch(CompletableFuture::isDone);
    }
  }

  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private final List<BenchReport.Second> timeline = new ArrayList<>();
  private final List<BenchReport.Second> parts = new ArrayList<>();
  private final Slice total = new Slice(0);
  private final int partsPerSecond;

  // The second in progress.
  private @Nullable Slice second;
  private int partsOfSecond;
  private boolean isSecondCounted;

  private long fromNanos;
  private long toNanos;
  private double lastRate;
  private double lastP99;

  /// @param partsPerSecond the number of slices per loop and second
  Tally(int partsPerSecond) {
    this.partsPerSecond = partsPerSecond;
  }

  /// Registers slices that have been requested.
  ///
  /// @param isCounted false for those of the warm-up
  void expect(List<CompletableFuture<Slice>> slices, boolean isCounted) {
    pending.add(new Pending(List.copyOf(slices), isCounted));
  }

  /// Adds the slices that have arrived.
  void take() {
    while (!pending.isEmpty() && pending.getFirst().isDone()) {
      Pending first = pending.removeFirst();
      add(first.slices.stream().map(CompletableFuture::join).toList(), first.isCounted);
    }
  }

  /// Waits for all requested slices, and adds them.
  void takeAll() {
    pending.forEach(one -> one.slices.forEach(CompletableFuture::join));
    take();
    endSecond();
  }

  /// Adds the slices of one part of a second.
  private void add(List<Slice> slices, boolean isCounted) {
    Slice part = new Slice(slices.getFirst().fromNanos);
    part.toNanos = slices.getFirst().toNanos;
    for (Slice slice : slices) {
      part.add(slice);
      part.extend(slice);
    }
    if (isSecondCounted != isCounted) {
      endSecond();
    }
    isSecondCounted = isCounted;
    if (isCounted) {
      count(part);
    } else {
      total.failedConnections += part.failedConnections;
    }
    if (second == null) {
      second = part;
    } else {
      second.add(part);
      second.extend(part);
    }
    partsOfSecond++;
    if (partsOfSecond == partsPerSecond) {
      endSecond();
    }
  }

  private void count(Slice part) {
    if (parts.isEmpty()) {
      fromNanos = part.fromNanos;
    }
    toNanos = part.toNanos;
    total.add(part);
    parts.add(point(part));
  }

  private void endSecond() {
    if (second != null) {
      BenchReport.Second point = point(second);
      lastRate = point.messagesPerSecond();
      lastP99 = point.p99Micros();
      if (isSecondCounted) {
        timeline.add(point);
      }
    }
    second = null;
    partsOfSecond = 0;
  }

  private BenchReport.Second point(Slice slice) {
    double seconds = Math.max(slice.toNanos - slice.fromNanos, 1) / 1e9;
    return new BenchReport.Second(
        (slice.toNanos - fromNanos) / 1e9,
        slice.messages() / seconds,
        BenchReport.at(slice.latencies, 99));
  }

  /// Returns the sum of what was counted, including connections that failed in the warm-up.
  Slice total() {
    return total;
  }

  /// Returns the length of the counted time in seconds.
  double seconds() {
    return (toNanos - fromNanos) / 1e9;
  }

  List<BenchReport.Second> timeline() {
    return timeline;
  }

  /// Like [#timeline], in parts of a second.
  List<BenchReport.Second> parts() {
    return parts;
  }

  /// Returns the message rate of the last complete second, warm-up included.
  double lastRate() {
    return lastRate;
  }

  /// Returns the p99 latency of the last complete second, warm-up included, in microseconds.
  double lastP99() {
    return lastP99;
  }
}
