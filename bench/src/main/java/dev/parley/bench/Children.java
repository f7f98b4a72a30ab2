package dev.parley.bench;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// The child processes of this run that have not ended yet, so that none outlives it, even after a
/// failure or Ctrl-C. Safe for any thread.
final class Children implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 5;

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Set<Process> alive = new HashSet<>();

  @GuardedBy("lock")
  private boolean isClosed;

  /// Also registers a shutdown hook that ends the remaining processes, even after a signal.
  Children() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "bench-end"));
  }

  /// Starts a process.
  ///
  /// @throws IOException if it cannot be started, or the run is ending
  Process start(ProcessBuilder builder) throws IOException {
    lock.lock();
    try {
      if (isClosed) {
        throw new IOException("the run is ending");
      }
      Process process = builder.start();
      alive.add(process);
      return process;
    } finally {
      lock.unlock();
    }
  }

  /// Terminates a process, by force if needed. Returns when it has ended.
  void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    lock.lock();
    try {
      alive.remove(process);
    } finally {
      lock.unlock();
    }
  }

  /// Ends all remaining processes; none can be started after that.
  @Override
  public void close() {
    List<Process> left;
    lock.lock();
    try {
      isClosed = true;
      left = List.copyOf(alive);
    } finally {
      lock.unlock();
    }
    left.forEach(this::end);
  }
}
