package dev.parley.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// The threads and open files of this process, as the system reports them; reveals leaks. Linux
/// only (`/proc`).
public final class OwnProcess {
  private static final Path TASKS = Path.of("/proc/self/task");
  private static final Path FILES = Path.of("/proc/self/fd");
  private static final Duration PATIENCE = Wait.TIME;
  private static final Duration GLANCE = Duration.ofMillis(5);

  private OwnProcess() {}

  /// Returns true if the system reports them.
  public static boolean isVisible() {
    return Files.isDirectory(TASKS);
  }

  /// Returns the number of threads whose names begin with `prefix`, of at most 15 characters.
  public static int threads(String prefix) throws IOException {
    int count = 0;
    try (Stream<Path> all = Files.list(TASKS)) {
      for (Path task : all.toList()) {
        try {
          if (Files.readString(task.resolve("comm")).startsWith(prefix)) {
            count++;
          }
        } catch (IOException e) {
          // A thread that has ended meanwhile.
        }
      }
    }
    return count;
  }

  /// Returns the number of open files, including sockets.
  public static int openFiles() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      return (int) files.count();
    }
  }

  /// Waits until `isTrue`, at most [Wait#TIME], for conditions without an event.
  ///
  /// @return false if it did not become true
  public static boolean comesTrue(BooleanSupplier isTrue) throws InterruptedException {
    for (long glances = PATIENCE.dividedBy(GLANCE); glances > 0; glances--) {
      if (isTrue.getAsBoolean()) {
        return true;
      }
      passes(GLANCE);
    }
    return isTrue.getAsBoolean();
  }

  private static void passes(Duration time) throws InterruptedException {
    boolean _ = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
  }
}
