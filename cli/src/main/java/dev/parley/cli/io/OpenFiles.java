package dev.parley.cli.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How many files a process may have open, sockets included. Linux alone tells of it.
///
/// @param open how many are open now
/// @param most how many may be, as `ulimit -n`
public record OpenFiles(long open, long most) {
  private static final String LIMIT = "Max open files";

  /// Those of this process; empty where the system does not tell.
  public static Optional<OpenFiles> ofThisProcess() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      long most = most(Files.readAllLines(Path.of("/proc/self/limits")));
      return Optional.of(new OpenFiles(open.count(), most));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// From lines such as `Max open files 1024 524288 files`: the limit in force stands first.
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
