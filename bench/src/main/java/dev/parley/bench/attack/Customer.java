package dev.parley.bench.attack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One honest client that sends a request whenever one is due. Times count from then, even for
/// requests that had to wait for the previous answer, so a server that stalls for a second is late
/// for all of that second.
final class Customer implements AutoCloseable {
  private static final int TOLD = 10;

  /// Timeout for connecting, longer than for an answer: a client that gives up and retries at once
  /// is one more attacker.
  private static final long OPENING = TimeUnit.SECONDS.toNanos(10);

  private final Target target;
  private final boolean comesAnew;
  private final long periodNanos;
  private @Nullable Talk talk;
  private long number;
  private int told;

  /// @param comesAnew true to connect anew for each request; otherwise only a lost session is
  ///   replaced
  /// @param first the number of the first request
  Customer(Target target, boolean comesAnew, long periodNanos, long first) {
    this.target = target;
    this.comesAnew = comesAnew;
    this.periodNanos = periodNanos;
    this.number = first;
  }

  /// Sends requests as fast as they are answered, for `nanos`; blocks, longer by the bound at most.
  void hurry(long nanos) {
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < nanos) {
      boolean _ = askNext();
    }
  }

  /// Sends requests for `nanos` and returns the time of each; blocks, longer by the bound at most.
  List<Long> ask(long nanos) {
    List<Long> times = new ArrayList<>();
    long begun = System.nanoTime();
    for (long due = begun; due - begun < nanos; due += periodNanos) {
      await(due);
      boolean isAnswered = System.nanoTime() - due < Honest.BOUND && askNext();
      times.add(isAnswered ? System.nanoTime() - due : Honest.BOUND);
    }
    return times;
  }

  private static void await(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private boolean askNext() {
    try {
      Talk now = talk;
      if (now == null) {
        now = Talk.open(target, number, System.nanoTime() + OPENING);
        talk = now;
      }
      boolean isAnswered = now.ask(++number, System.nanoTime() + Honest.BOUND);
      if (comesAnew || !isAnswered) {
        close();
      }
      return isAnswered;
    } catch (IOException e) {
      tell(e);
      close();
      return false;
    }
  }

  /// Logs the first failures.
  private void tell(IOException failure) {
    if (told++ < TOLD) {
      System.err.println(failure);
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
