package dev.parley.testing;

import dev.parley.limit.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The system's clock, counting how often each thread reads it.
///
/// A loop reads it in each turn, so the count reveals a loop that spins. Unlike processor time it
/// does not depend on what else the machine does: an idle loop makes at most one turn per sweep,
/// however busy the machine, and a spinning loop makes thousands even with a tenth of a core. Safe
/// for any thread.
public final class CountingClock implements Clock {
  /// A loop checks its deadlines four times a second.
  private static final Duration SWEEP = Duration.ofMillis(250);

  /// More than any loop needs for an idle turn.
  private static final int LOOKS_PER_SWEEP = 50;

  private final Clock system = Clock.system();
  private final AtomicLong advanced = new AtomicLong();
  private final Map<String, AtomicLong> looks = new ConcurrentHashMap<>();

  @Override
  public long nanos() {
    looks
        .computeIfAbsent(Thread.currentThread().getName(), _ -> new AtomicLong())
        .incrementAndGet();
    return system.nanos() + advanced.get();
  }

  @Override
  public Instant now() {
    return system.now();
  }

  /// Advances the clock, in addition to the time that passes.
  public void advance(Duration duration) {
    advanced.addAndGet(duration.toNanos());
  }

  /// Returns how often the threads whose names begin with `prefix` have read it so far.
  public long looks(String prefix) {
    return looks.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .mapToLong(entry -> entry.getValue().get())
        .sum();
  }

  /// Waits half a second.
  ///
  /// @throws AssertionError if a loop spins meanwhile
  public void assertLoopsRest() throws InterruptedException {
    Map<String, AtomicLong> before = new ConcurrentHashMap<>();
    looks.forEach((thread, count) -> before.put(thread, new AtomicLong(count.get())));
    long start = system.nanos();
    boolean _ = new CountDownLatch(1).await(2 * SWEEP.toNanos(), TimeUnit.NANOSECONDS);
    for (Map.Entry<String, AtomicLong> each : looks.entrySet()) {
      if (each.getKey().startsWith("parley-loop-")) {
        AtomicLong earlier = before.getOrDefault(each.getKey(), new AtomicLong());
        long more = each.getValue().get() - earlier.get();
        long sweeps = 1 + (system.nanos() - start) / SWEEP.toNanos();
        if (more > sweeps * LOOKS_PER_SWEEP) {
          throw new AssertionError(
              each.getKey() + " asked for the time " + more + " times in " + sweeps + " sweeps");
        }
      }
    }
  }
}
