package dev.parley.history;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.chat.history.HistoryFault;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Calls for the writer's thread, in their order, and what readers have finished. Safe for any
/// thread.
///
/// A call has its place here until it is [#answered], so the bounds hold for all that is under way.
final class CallQueue {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();

  @GuardedBy("lock")
  private final ArrayDeque<Call> calls = new ArrayDeque<>();

  @GuardedBy("lock")
  private final ArrayDeque<Runnable> finished = new ArrayDeque<>();

  @GuardedBy("lock")
  private int unanswered;

  @GuardedBy("lock")
  private long weight;

  @GuardedBy("lock")
  private boolean isClosed;

  private final int maxCalls;
  private final long maxWeight;

  CallQueue(int maxCalls, long maxWeight) {
    this.maxCalls = maxCalls;
    this.maxWeight = maxWeight;
  }

  /// Takes a call.
  ///
  /// @return null, or why it was not taken
  @Nullable HistoryFault offer(Call call) {
    lock.lock();
    try {
      if (isClosed) {
        return HistoryFault.CLOSED;
      }
      if (unanswered >= maxCalls || weight + call.weight() > maxWeight) {
        return HistoryFault.BUSY;
      }
      unanswered++;
      weight += call.weight();
      calls.add(call);
      filled.signal();
      return null;
    } finally {
      lock.unlock();
    }
  }

  /// Takes the answer of a reader, always.
  void finish(Runnable answer) {
    lock.lock();
    try {
      finished.add(answer);
      filled.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until there is something to do, but no longer than this, and returns true; false if
  /// there never will be.
  boolean await(long timeoutNanos) {
    lock.lock();
    try {
      long nanos = timeoutNanos;
      while (calls.isEmpty() && finished.isEmpty()) {
        if (isClosed && unanswered == 0) {
          return false;
        }
        if (nanos <= 0) {
          return true;
        }
        try {
          nanos = filled.awaitNanos(nanos);
        } catch (InterruptedException _) {
          // An interrupt is nothing to this thread, which belongs to the disk.
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Returns the next answer of a reader, null if there is none.
  @Nullable Runnable pollFinished() {
    lock.lock();
    try {
      return finished.poll();
    } finally {
      lock.unlock();
    }
  }

  /// Returns the next call, null if there is none.
  @Nullable Call poll() {
    lock.lock();
    try {
      return calls.poll();
    } finally {
      lock.unlock();
    }
  }

  /// Frees the place of a call.
  void answered(Call call) {
    lock.lock();
    try {
      unanswered--;
      weight -= call.weight();
    } finally {
      lock.unlock();
    }
  }

  /// Refuses calls from now on.
  void close() {
    lock.lock();
    try {
      isClosed = true;
      filled.signal();
    } finally {
      lock.unlock();
    }
  }

  /// The longest wait of [#await].
  static final long FOREVER = TimeUnit.DAYS.toNanos(1);
}
