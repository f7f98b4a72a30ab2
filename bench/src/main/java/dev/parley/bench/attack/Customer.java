package dev.parley.bench.attack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One honest user: asks whenever a question is due. Times count from then, also for questions that
/// had to wait for the answer to the one before, so that a server that stands still for a second is
/// late for all of that second.
final class Customer implements AutoCloseable {
  private final Target target;
  private final boolean comesAnew;
  private final long periodNanos;
  private @Nullable Talk talk;
  private long number;

  /// @param comesAnew true for one that connects for each question; otherwise a lost session alone
  ///   is replaced
  /// @param first the number of the first question
  Customer(Target target, boolean comesAnew, long periodNanos, long first) {
    this.target = target;
    this.comesAnew = comesAnew;
    this.periodNanos = periodNanos;
    this.number = first;
  }

  /// Asks for so long and gives the time of each question; blocks, longer by the bound at most.
  List<Long> ask(long nanos) {
    List<Long> times = new ArrayList<>();
    long begun = System.nanoTime();
    for (long due = begun; due - begun < nanos; due += periodNanos) {
      await(due);
      boolean isAnswered = System.nanoTime() - due < Honest.BOUND && askNext(due + Honest.BOUND);
      times.add(isAnswered ? System.nanoTime() - due : Honest.BOUND);
    }
    return times;
  }

  private static void await(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private boolean askNext(long deadline) {
    try {
      Talk now = talk;
      if (now == null) {
        now = Talk.open(target, deadline);
        talk = now;
      }
      boolean isAnswered = now.ask(++number, deadline);
      if (comesAnew || !isAnswered) {
        close();
      }
      return isAnswered;
    } catch (IOException e) {
      close();
      return false;
    }
  }

  @Override
  public void close() {
    Talk now = talk;
    talk = null;
    if (now != null) {
      try {
        now.close();
      } catch (IOException e) {
        // It is gone either way.
        talk = null;
      }
    }
  }
}
