package dev.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// The processor time used so far, by all processes and by this program with its children. The
/// difference between two snapshots shows whether others disturbed a measurement.
///
/// @param all ticks that any process used, or that went to another virtual machine (proc_stat(5))
/// @param ours ticks of ours, including children that have ended
record ProcessorUse(long all, long ours) {
  // Fields of /proc/stat: user, nice, system, irq, softirq, steal; idle and iowait do not count.
  private static final int[] BUSY = {0, 1, 2, 5, 6, 7};

  // Fields of /proc/PID/stat, counted after the name: utime, stime, cutime, cstime.
  private static final int FIRST_TIME = 11;
  private static final int TIMES = 4;

  /// Ticks of a core per second (sysconf(3), `_SC_CLK_TCK`).
  private static final double TICKS = 100;

  static ProcessorUse now() throws IOException {
    String[] total = Files.readAllLines(Path.of("/proc/stat")).getFirst().split(" +", -1);
    long all = Arrays.stream(BUSY).mapToLong(i -> Long.parseLong(total[i + 1])).sum();
    ProcessHandle self = ProcessHandle.current();
    List<Long> pids =
        Stream.concat(Stream.of(self), self.descendants()).map(ProcessHandle::pid).toList();
    long ours = 0;
    for (long pid : pids) {
      ours += ticks(pid);
    }
    return new ProcessorUse(all, ours);
  }

  private static long ticks(long pid) throws IOException {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return LongStream.range(FIRST_TIME, FIRST_TIME + TIMES)
          .map(i -> Long.parseLong(fields[(int) i]))
          .sum();
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      // It ended while we read it (ESRCH).
      return 0;
    }
  }

  /// Returns the seconds of a core that others used since an earlier snapshot.
  double othersSince(ProcessorUse earlier) {
    return Math.max(0, all - earlier.all - (ours - earlier.ours)) / TICKS;
  }
}
