package dev.parley.bench;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// The processes that this run has started and not yet ended, so that none outlives it: not after a
/// failure, not after Ctrl-C. Safe for any thread.
final class Children implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 5;

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Set<Process> alive = new HashSet<>();

  @GuardedBy("lock")
  private boolean isClosed;

  /// Also ends what is left when the program ends, by a signal too.
  Children() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "bench-end"));
  }

  /// Starts a process.
  ///
  /// @throws IOException if it cannot be started, or everything is about to end
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

  /// Asks a process to end, and ends it if it does not. Returns when it has ended.
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

  /// Ends all that are left; none can be started any more.
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
