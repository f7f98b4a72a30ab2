package dev.parley.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// What the system knows of this process, or of another one of ours: threads, their time on the
/// processor, open files. How a test sees a loop that spins, and sockets that nobody closed. Linux
/// only (`/proc`).
public final class OwnProcess {
  private static final Path TASKS = Path.of("/proc/self/task");
  private static final Path FILES = Path.of("/proc/self/fd");
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration GLANCE = Duration.ofMillis(5);

  private OwnProcess() {}

  /// True where this class can see anything.
  public static boolean isVisible() {
    return Files.isDirectory(TASKS);
  }

  /// The busiest thread whose name begins with `prefix` during `window`, as a part of one core from
  /// 0 to 1. Waits as long.
  public static double busiest(String prefix, Duration window)
      throws IOException, InterruptedException {
    return busiest(TASKS, prefix, window);
  }

  /// As [#busiest(String, Duration)], of the process with this number.
  public static double busiest(long process, String prefix, Duration window)
      throws IOException, InterruptedException {
    return busiest(Path.of("/proc", Long.toString(process), "task"), prefix, window);
  }

  private static double busiest(Path tasks, String prefix, Duration window)
      throws IOException, InterruptedException {
    Map<String, Long> before = processorNanos(tasks, prefix);
    passes(window);
    long most = 0;
    for (Map.Entry<String, Long> after : processorNanos(tasks, prefix).entrySet()) {
      Long start = before.get(after.getKey());
      if (start != null) {
        most = Math.max(most, after.getValue() - start);
      }
    }
    return (double) most / window.toNanos();
  }

  /// The number of threads whose names begin with `prefix`, of at most 15 characters.
  public static int threads(String prefix) throws IOException {
    return processorNanos(TASKS, prefix).size();
  }

  /// The number of open files, sockets included.
  public static int openFiles() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      return (int) files.count();
    }
  }

  /// Waits until `isTrue`, at most 10 s, for what no event tells of.
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

  private static Map<String, Long> processorNanos(Path tasks, String prefix) throws IOException {
    Map<String, Long> times = new HashMap<>();
    try (Stream<Path> all = Files.list(tasks)) {
      for (Path task : all.toList()) {
        try {
          if (Files.readString(task.resolve("comm")).startsWith(prefix)) {
            String[] fields = Files.readString(task.resolve("schedstat")).split(" ", 2);
            times.put(task.toString(), Long.parseLong(fields[0]));
          }
        } catch (IOException e) {
          // A thread that has ended meanwhile.
        }
      }
    }
    return times;
  }
}
