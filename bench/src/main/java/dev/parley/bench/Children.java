package dev.parley.bench;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The processes that this run has started and not yet ended, so that none outlives it: not after a
/// failure, not after Ctrl-C. Safe for any thread.
final class Children implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 5;

  private final Set<Process> alive = ConcurrentHashMap.newKeySet();

  /// Also ends what is left when the program ends, by a signal too.
  Children() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "bench-end"));
  }

  /// Starts a process.
  Process start(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    alive.add(process);
    return process;
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
    alive.remove(process);
  }

  /// Ends all that are left.
  @Override
  public void close() {
    List.copyOf(alive).forEach(this::end);
  }
}
