package dev.parley.cli.chat;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What the main thread has to do, in order. Bounded: whoever adds to a full queue waits. That the
/// client's event loop is among them is wanted: while nobody takes what is shown, such as at a
/// terminal after Ctrl-S, nothing more is read from the server, which disconnects us in the end,
/// and we come back and get what we have missed. So nothing is dropped, and nothing piles up.
final class ChatTasks {
  private static final int MAX = 10_000;
  private static final long LOOK_MILLIS = 100;

  private final BlockingQueue<Runnable> tasks = new ArrayBlockingQueue<>(MAX);
  private volatile boolean isOver;

  /// Adds a task; waits while there are too many, unless this is over.
  void add(Runnable task) {
    try {
      while (!isOver && !tasks.offer(task, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {}
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Returns the next task; null if there is none within this time.
  @Nullable Runnable next(long millis) throws InterruptedException {
    return tasks.poll(millis, TimeUnit.MILLISECONDS);
  }

  boolean isEmpty() {
    return tasks.isEmpty();
  }

  /// From now on tasks are dropped.
  void end() {
    isOver = true;
    tasks.clear();
  }
}
