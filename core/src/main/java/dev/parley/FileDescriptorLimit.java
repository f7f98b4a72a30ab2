package dev.parley;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// How many file descriptors this process may have open, where the system tells (Linux's `/proc`).
final class FileDescriptorLimit {
  /// Kept free of sessions, besides what is open already: for loops, logs, classes still to be
  /// loaded, and whatever the program around us opens.
  static final int RESERVED = 64;

  private FileDescriptorLimit() {}

  /// The soft limit of open files; empty where it is not told or has none.
  static OptionalInt limit() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
        if (line.startsWith("Max open files")) {
          return parse(line);
        }
      }
    } catch (IOException e) {
      // Not Linux, or a system that keeps it to itself: the limit shows when accepting fails.
    }
    return OptionalInt.empty();
  }

  /// How many are open now; 0 where that is not told.
  static int open() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return (int) open.count();
    } catch (IOException e) {
      return 0;
    }
  }

  /// The soft limit in a line like `Max open files 1024 524288 files`.
  static OptionalInt parse(String line) {
    String rest = line.substring("Max open files".length()).strip();
    int end = rest.indexOf(' ');
    try {
      return OptionalInt.of(Integer.parseInt(end < 0 ? rest : rest.substring(0, end)));
    } catch (NumberFormatException e) {
      return OptionalInt.empty(); // "unlimited"
    }
  }
}
