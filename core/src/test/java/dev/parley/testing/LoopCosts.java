package dev.parley.testing;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// The costs of a server's loop besides time: bytes allocated by its thread, and the thread's reads
/// and writes as counted by the system. Must be created before the server is started, because it
/// finds the server's loop by its being new.
public final class LoopCosts {
  private static final String LOOP = "parley-loop-";

  private final Set<Path> otherTasks;
  private final Set<Long> otherThreads;

  /// Remembers the existing loops.
  public LoopCosts() throws IOException {
    otherTasks = tasks();
    otherThreads = threads();
  }

  /// Returns true if the system counts the calls of a thread.
  public static boolean areCallsCounted() {
    return Files.isReadable(Path.of("/proc/thread-self/io"));
  }

  /// Returns the bytes that the loop has allocated so far.
  public long allocatedBytes() throws ReflectiveOperationException {
    Set<Long> loops = threads();
    loops.removeAll(otherThreads);
    return AllocatedBytes.find().by(loops.iterator().next());
  }

  /// Returns the loop's calls of `read` so far.
  public long reads() throws IOException {
    return counter("syscr");
  }

  /// Returns the loop's calls of `write` so far.
  public long writes() throws IOException {
    return counter("syscw");
  }

  private long counter(String name) throws IOException {
    Set<Path> loops = tasks();
    loops.removeAll(otherTasks);
    return Files.readAllLines(loops.iterator().next().resolve("io")).stream()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 2)))
        .findFirst()
        .orElseThrow();
  }

  private static Set<Long> threads() {
    Set<Long> loops = new HashSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith(LOOP)) {
        loops.add(thread.threadId());
      }
    }
    return loops;
  }

  private static Set<Path> tasks() throws IOException {
    Set<Path> loops = new HashSet<>();
    if (!areCallsCounted()) {
      return loops;
    }
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path task : tasks) {
        if (isLoop(task)) {
          loops.add(task);
        }
      }
    }
    return loops;
  }

  /// Returns false for a thread that has ended since it was listed, as those of other tests do.
  private static boolean isLoop(Path task) throws IOException {
    try {
      return Files.readString(task.resolve("comm")).startsWith(LOOP);
    } catch (IOException e) {
      if (Files.exists(task)) {
        throw e;
      }
      return false;
    }
  }
}
