package dev.parley.chat.internal.hub;

import dev.parley.limit.Clock;
import dev.parley.session.Loop;
import dev.parley.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;

/// A loop, and its clock, that move on when a test says so. Confined to its test.
final class SteppedLoop implements Loop, Clock {
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final PriorityQueue<Later> timers =
      new PriorityQueue<>(Comparator.comparingLong(Later::atNanos));
  private long nanos;

  /// How far the calendar was set forward, or back.
  private Duration set = Duration.ZERO;

  private record Later(long atNanos, Runnable task) {}

  /// Lets time pass, and runs what is due meanwhile.
  void pass(Duration time) {
    long end = nanos + time.toNanos();
    runTasks();
    for (Later next = timers.peek(); next != null && next.atNanos() <= end; next = timers.peek()) {
      Later _ = timers.remove();
      nanos = Math.max(nanos, next.atNanos());
      next.task().run();
      runTasks();
    }
    nanos = end;
  }

  /// Sets the calendar forward, or back; the time since the start goes on as it did.
  void setCalendar(Duration by) {
    set = set.plus(by);
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public boolean isCurrent() {
    return true;
  }

  @Override
  public Session.Timer after(Duration delay, Runnable task) {
    Later later = new Later(nanos + delay.toNanos(), task);
    timers.add(later);
    return () -> timers.remove(later);
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant now() {
    return Instant.parse("2026-11-21T10:00:00Z").plusNanos(nanos).plus(set);
  }
}
