package dev.parley;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// The number of file descriptors that this process may open, where the system reports it (Linux's
/// `/proc`).
final class FileDescriptorLimit {
  /// Descriptors not given to sessions, besides those already open: for loops, logs, classes yet to
  /// be loaded, and whatever else the program opens.
  static final int RESERVED = 64;

  private FileDescriptorLimit() {}

  /// Returns the soft limit of open files; empty if it is unknown or unlimited.
  static OptionalInt limit() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
        if (line.startsWith("Max open files")) {
          return parse(line);
        }
      }
    } catch (IOException e) {
      // Not Linux, or /proc is not readable: the limit shows up when accepting fails.
    }
    return OptionalInt.empty();
  }

  /// Returns how many descriptors are open now; 0 if unknown.
  static int open() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return (int) open.count();
    } catch (IOException e) {
      return 0;
    }
  }

  /// Parses the soft limit from a line like `Max open files 1024 524288 files`.
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
