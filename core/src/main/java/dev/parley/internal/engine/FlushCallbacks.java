package dev.parley.internal.engine;

import dev.parley.limit.RingQueue;
import dev.parley.session.Session;
import org.jspecify.annotations.Nullable;

/// The callbacks that wait until the kernel has taken what was sent before them, oldest first. Each
/// has a position in the session's output: the number of bytes that the kernel has to take until
/// then. While a layer holds bytes back, that number is not known. Confined to its loop.
final class FlushCallbacks {
  /// Stands for the end of an output whose length is not known yet.
  static final long UNKNOWN = -1;

  private static final class Waiting {
    final Session.Flushed then;
    long end = UNKNOWN;

    Waiting(Session.Flushed then) {
      this.then = then;
    }
  }

  private final RingQueue<Waiting> waiting = new RingQueue<>();

  /// True while a task that will check them is queued.
  boolean isCheckQueued;

  void add(Session.Flushed then) {
    waiting.add(new Waiting(then));
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /// Sets the position of those that have none.
  ///
  /// @param end of the output up to now, or [#UNKNOWN]
  void settle(long end) {
    for (Waiting next : waiting) {
      if (next.end == UNKNOWN) {
        next.end = end;
      }
    }
  }

  /// Removes and returns the first, if its position is known and reached; otherwise returns null.
  ///
  /// @param taken the bytes that the kernel has taken
  Session.@Nullable Flushed pollTaken(long taken) {
    Waiting first = waiting.peek();
    if (first == null || first.end == UNKNOWN || first.end > taken) {
      return null;
    }
    return waiting.remove().then;
  }

  /// Removes and returns the first, null if there is none.
  Session.@Nullable Flushed poll() {
    Waiting first = waiting.poll();
    return first == null ? null : first.then;
  }
}
