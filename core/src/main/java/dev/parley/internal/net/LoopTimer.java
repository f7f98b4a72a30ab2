package dev.parley.internal.net;

/// A task of a loop with the time at which it is due. Sorted by that, those of the same time in the
/// order in which they were set.
public final class LoopTimer implements Comparable<LoopTimer> {
  final long atNanos;
  final long order;
  final Runnable task;

  LoopTimer(long atNanos, long order, Runnable task) {
    this.atNanos = atNanos;
    this.order = order;
    this.task = task;
  }

  @Override
  public int compareTo(LoopTimer that) {
    long difference = atNanos - that.atNanos;
    return difference != 0 ? Long.signum(difference) : Long.compare(order, that.order);
  }

  @Override
  public boolean equals(Object other) {
    return this == other; // no two have the same order
  }

  @Override
  public int hashCode() {
    return Long.hashCode(order);
  }
}
