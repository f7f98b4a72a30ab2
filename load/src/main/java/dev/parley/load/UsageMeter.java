package dev.parley.load;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Reads the resource usage of a process repeatedly. Differences between two readings of the same
/// meter are exact to the nanosecond if the kernel reports each thread's time
/// (`/proc/PID/task/TID/schedstat`), except for threads that started and ended in between, which
/// are counted in ticks; otherwise exact to 20 ms (`/proc/PID/stat`). The time of a running thread
/// may be some milliseconds old, so read when the process is quiet. For one thread.
public final class UsageMeter {
  /// The unit of times in `/proc/PID/stat`: USER_HZ is 100 on every processor that Java runs on.
  private static final long TICK_NANOS = 10_000_000;

  /// User and system time are both rounded down.
  private static final long STEP_NANOS = 2 * TICK_NANOS;

  /// Field positions after the command's name, which may itself contain blanks and parentheses:
  /// proc(5) numbers `utime` 14 and `stime` 15, with the state, the first after the name, being 3.
  private static final int USER_TIME = 11;

  private static final int SYSTEM_TIME = 12;

  private final long pid;
  private final Path process;
  private final ThreadTimes times = new ThreadTimes();

  /// Creates a meter for the process with this id.
  public UsageMeter(long pid) {
    this.pid = pid;
    this.process = Path.of("/proc", Long.toString(pid));
  }

  /// Creates a meter for this process.
  static UsageMeter own() {
    return new UsageMeter(ProcessHandle.current().pid());
  }

  /// Returns the usage so far; empty if the process does not exist or the system does not report
  /// it.
  public Optional<Usage> read() {
    try {
      Map<String, Long> threads = threads();
      long whole = ticks(Files.readString(process.resolve("stat"))) * TICK_NANOS;
      return Optional.of(
          new Usage(
              pid,
              times.total(threads, whole, STEP_NANOS) / 1e9,
              rssBytes(Files.readString(process.resolve("status")))));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Map<String, Long> threads() throws IOException {
    Map<String, Long> threads = new HashMap<>();
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(process.resolve("task"))) {
      for (Path task : tasks) {
        try {
          String onProcessor =
              Files.readString(task.resolve("schedstat")).strip().split(" ", -1)[0];
          threads.put(task.getFileName().toString(), Long.parseLong(onProcessor));
        } catch (NoSuchFileException _) {
          // The thread has ended meanwhile, or this kernel has no such file: then only the ticks
          // are left.
        }
      }
    }
    return threads;
  }

  /// Returns user and system time from the text of `/proc/PID/stat`.
  ///
  /// @throws IllegalArgumentException if it is not such a text
  static long ticks(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    if (fields.length <= SYSTEM_TIME) {
      throw new IllegalArgumentException("no times in: " + stat);
    }
    return Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
  }

  /// Returns the resident memory from the text of `/proc/PID/status`, `VmRSS: 1234 kB`; 0 if
  /// absent.
  static long rssBytes(String status) {
    return status
            .lines()
            .filter(line -> line.startsWith("VmRSS:"))
            .map(line -> line.replaceAll("[^0-9]", ""))
            .mapToLong(Long::parseLong)
            .findFirst()
            .orElse(0)
        * 1024;
  }
}
