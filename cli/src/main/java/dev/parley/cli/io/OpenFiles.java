package dev.parley.cli.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How many files a process may have open, including sockets. Available on Linux only.
///
/// @param open how many are open now
/// @param most the maximum, as `ulimit -n`
public record OpenFiles(long open, long most) {
  private static final String LIMIT = "Max open files";

  /// Returns the values of this process; empty if the system does not report them.
  public static Optional<OpenFiles> ofThisProcess() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      long most = most(Files.readAllLines(Path.of("/proc/self/limits")));
      return Optional.of(new OpenFiles(open.count(), most));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// Parses lines such as `Max open files 1024 524288 files`: the soft limit, the one in force,
  /// comes first.
  ///
  /// @throws NumberFormatException if there is none, or it is unlimited
  public static long most(List<String> limits) {
    for (String line : limits) {
      if (line.startsWith(LIMIT)) {
        return Long.parseLong(line.substring(LIMIT.length()).strip().split(" +", -1)[0]);
      }
    }
    throw new NumberFormatException("no limit");
  }
}
