package dev.parley.load;

import java.util.Optional;

/// What a process has used so far: time on processors, user and system, all threads, those that
/// have ended included; and the memory it has at this moment. Linux only (`/proc`). A [UsageMeter]
/// reads it.
///
/// @param cpuSeconds exact enough to be subtracted; by itself, up to 20 ms too much
/// @param rssBytes resident memory, 0 where it is not told
public record Usage(long pid, double cpuSeconds, long rssBytes) {
  /// Of the process with this number, empty if there is none or the system does not tell.
  public static Optional<Usage> of(long pid) {
    return new UsageMeter(pid).read();
  }

  /// The memory of now and the time since an earlier moment.
  public Usage since(Usage before) {
    return new Usage(pid, cpuSeconds - before.cpuSeconds, rssBytes);
  }
}
