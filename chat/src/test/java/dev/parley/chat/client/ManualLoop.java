package dev.parley.chat.client;

import dev.parley.session.Loop;
import dev.parley.session.Session;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/// A loop whose time a test moves by hand, on the test's thread.
final class ManualLoop implements Loop {
  private record Task(Duration at, long number, Runnable task) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparing(Task::at).thenComparingLong(Task::number));
  private Duration now = Duration.ZERO;
  private long count;

  @Override
  public void execute(Runnable task) {
    tasks.add(new Task(now, ++count, task));
  }

  @Override
  public boolean isCurrent() {
    return true;
  }

  @Override
  public Session.Timer after(Duration delay, Runnable task) {
    Task later = new Task(now.plus(delay), ++count, task);
    tasks.add(later);
    return () -> tasks.remove(later);
  }

  /// Lets time pass, and runs what is due.
  void advance(Duration time) {
    Duration end = now.plus(time);
    while (!tasks.isEmpty() && tasks.element().at().compareTo(end) <= 0) {
      Task next = tasks.remove();
      now = next.at();
      next.task().run();
    }
    now = end;
  }
}
