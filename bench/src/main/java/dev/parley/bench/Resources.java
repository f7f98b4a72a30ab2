package dev.parley.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The resources that a server holds, including those of all processes that it has started.
///
/// @param descriptors open files and sockets
/// @param threads of all processes
/// @param memory bytes of anonymous memory, or of live objects of a JVM
record Resources(int descriptors, int threads, long memory) {
  // Tolerances for changes without an attack: a log file, a compiler thread, code and counters.
  private static final int SPARE_DESCRIPTORS = 4;
  private static final int SPARE_THREADS = 4;
  private static final long SPARE_MEMORY = 8 << 20;

  /// Returns the resources of a process and its descendants; memory is anonymous memory (proc(5),
  /// `RssAnon`).
  ///
  /// @throws Unavailable if it is gone
  static Resources of(long pid) throws IOException, Unavailable {
    ProcessHandle handle =
        ProcessHandle.of(pid).orElseThrow(() -> new Unavailable("the process is gone"));
    List<Long> pids = new ArrayList<>(List.of(pid));
    handle.descendants().forEach(each -> pids.add(each.pid()));
    Resources all = new Resources(0, 0, 0);
    for (long each : pids) {
      try {
        Path proc = Path.of("/proc", Long.toString(each));
        all =
            all.plus(
                new Resources(
                    count(proc.resolve("fd")),
                    count(proc.resolve("task")),
                    anonymous(proc.resolve("status"))));
      } catch (IOException | UncheckedIOException e) { // it ended meanwhile (ENOENT, ESRCH)
        if (each == pid) {
          throw new Unavailable("the process cannot be looked at: " + e.getMessage());
        }
      }
    }
    return all;
  }

  private static int count(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return (int) entries.count();
    }
  }

  private static long anonymous(Path status) throws IOException {
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("RssAnon:")) {
        return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    return 0;
  }

  private Resources plus(Resources other) {
    return new Resources(
        descriptors + other.descriptors, threads + other.threads, memory + other.memory);
  }

  Resources withMemory(long bytes) {
    return new Resources(descriptors, threads, bytes);
  }

  /// True if descriptors and threads are back to what they were.
  boolean isCountableBack(Resources before) {
    return descriptors <= before.descriptors + SPARE_DESCRIPTORS
        && threads <= before.threads + SPARE_THREADS;
  }

  /// Returns the resources not released since `before`, for people; empty if all were.
  List<String> left(Resources before) {
    List<String> left = new ArrayList<>();
    if (descriptors > before.descriptors + SPARE_DESCRIPTORS) {
      left.add(descriptors - before.descriptors + " descriptors");
    }
    if (threads > before.threads + SPARE_THREADS) {
      left.add(threads - before.threads + " threads");
    }
    if (memory > before.memory + SPARE_MEMORY) {
      left.add(((memory - before.memory) >> 20) + " MiB");
    }
    return left;
  }
}
