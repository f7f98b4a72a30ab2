package dev.parley.internal.simulation;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// Slow work of a simulated host: queued, and run by the host when it chooses to.
final class SimulatedWorkers extends AbstractExecutorService {
  private final Queue<Runnable> queue;
  private boolean isShutdown;

  /// @param queue what the host runs
  SimulatedWorkers(Queue<Runnable> queue) {
    this.queue = queue;
  }

  @Override
  public void execute(Runnable command) {
    if (isShutdown) {
      throw new RejectedExecutionException();
    }
    queue.add(() -> {
      if (!isShutdown) {
        command.run();
      }
    });
  }

  @Override
  public void shutdown() {
    isShutdown = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    isShutdown = true;
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return isShutdown;
  }

  @Override
  public boolean isTerminated() {
    return isShutdown;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return isShutdown;
  }
}
