package dev.parley.load;

import java.util.Optional;

/// The resource usage of a process: processor time so far, user and system, of all threads
/// including ended ones; and its current memory. Linux only (`/proc`). Read by [UsageMeter].
///
/// @param cpuSeconds accurate for differences; the absolute value may be up to 20 ms too high
/// @param rssBytes resident memory, 0 if the system does not report it
public record Usage(long pid, double cpuSeconds, long rssBytes) {
  /// Reads the usage of a process; empty if it does not exist or the system does not report it.
  public static Optional<Usage> of(long pid) {
    return new UsageMeter(pid).read();
  }

  /// Returns the current memory, and the time since an earlier reading.
  public Usage since(Usage before) {
    return new Usage(pid, cpuSeconds - before.cpuSeconds, rssBytes);
  }
}
