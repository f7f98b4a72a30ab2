package dev.parley.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What a process has used so far: time on processors, user and system, all threads, those that
/// have ended included; and the memory it has at this moment. Linux only (`/proc`).
///
/// @param cpuSeconds in steps of 10 ms
/// @param rssBytes resident memory, 0 where it is not told
public record Usage(long pid, double cpuSeconds, long rssBytes) {
  /// The unit of times in `/proc/PID/stat`, a second's part: USER_HZ, 100 on every processor that
  /// Java runs on.
  private static final double TICKS_PER_SECOND = 100;

  /// Places behind the command's name, which may hold blanks and parentheses itself: proc(5) counts
  /// `utime` as 14 and `stime` as 15 where the state, first behind the name, is 3.
  private static final int USER_TIME = 11;

  private static final int SYSTEM_TIME = 12;

  /// Of the process with this number, empty if there is none or the system does not tell.
  public static Optional<Usage> of(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    try {
      return Optional.of(
          new Usage(
              pid,
              cpuSeconds(Files.readString(process.resolve("stat"))),
              rssBytes(Files.readString(process.resolve("status")))));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Of this process.
  static Optional<Usage> own() {
    return of(ProcessHandle.current().pid());
  }

  /// The times in the text of `/proc/PID/stat`.
  ///
  /// @throws IllegalArgumentException if it is not such a text
  static double cpuSeconds(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    if (fields.length <= SYSTEM_TIME) {
      throw new IllegalArgumentException("no times in: " + stat);
    }
    return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]))
        / TICKS_PER_SECOND;
  }

  /// The resident memory in the text of `/proc/PID/status`, `VmRSS: 1234 kB`; 0 if it has none.
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

  /// The memory of now and the time since an earlier moment.
  Usage since(Usage before) {
    return new Usage(pid, cpuSeconds - before.cpuSeconds, rssBytes);
  }
}
