package dev.parley.load;

import dev.parley.ClientOptions;
import dev.parley.limit.Clock;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemIOException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/// The connections of a load, kept open so that its closed loop can be started and stopped
/// repeatedly:
///
/// ```
///   open ─▶ turn: ask, ask … no more ─▶ every answer is there, or lost ─▶ quiet ─▶ turn ─▶ … close
/// ```
///
/// Between turns neither side is busy, so others may use the machine. For one thread.
public final class StandingLoad implements AutoCloseable {
  /// How long to wait for stream answers at the end of a turn.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Load load;
  private final Clock clock;
  private final Fleet fleet;
  private int failedBefore;

  private StandingLoad(Load load, Clock clock, Fleet fleet) {
    this.load = load;
    this.clock = clock;
    this.fleet = fleet;
  }

  /// Opens all connections of a load; its warm-up and duration are ignored. Blocks.
  ///
  /// @throws IOException if one of them cannot be opened
  /// @throws IllegalArgumentException if the load is an open loop
  public static StandingLoad open(Load load, ClientOptions options, Clock clock)
      throws IOException {
    if (load.isOpenLoop()) {
      throw new IllegalArgumentException("an open loop has no turns; a closed one has a depth");
    }
    Fleet fleet = new Fleet(load, options, clock, Watcher.NOBODY);
    try {
      fleet.open();
      Problem problem = fleet.problem();
      if (problem != null) {
        throw new ProblemIOException(problem, null);
      }
      return new StandingLoad(load, clock, fleet);
    } catch (IOException e) {
      fleet.close();
      throw e;
    }
  }

  /// Runs the closed loop for `length`, or until no connection is left; then stops sending and
  /// waits until every request is answered or given up. Blocks.
  ///
  /// @param length zero for little more than the first requests, `depth` of them on each connection
  public Turn turn(Duration length) {
    long begun = clock.nanos();
    fleet.start();
    long end = begun + length.toNanos();
    for (long left = end - clock.nanos();
        left > 0 && fleet.openCallers() > 0;
        left = end - clock.nanos()) {
      LockSupport.parkNanos(this, Math.min(left, Fleet.GLANCE_NANOS));
      if (load.isDatagram()) {
        fleet.tick();
      }
    }
    Duration patience = load.isDatagram() ? load.late().multipliedBy(2) : PATIENCE;
    boolean _ = fleet.finish(patience.toNanos());
    return seen(begun);
  }

  private Turn seen(long begun) {
    Slice all = new Slice(begun);
    all.toNanos = begun;
    for (CompletableFuture<Slice> one : fleet.cut()) {
      Slice slice = one.join();
      all.add(slice);
      all.toNanos = Math.max(all.toNanos, slice.toNanos);
    }
    int failed = fleet.failed();
    all.failedConnections += failed - failedBefore;
    failedBefore = failed;
    Caller.Fate fate = fleet.fate();
    return new Turn(all, (all.toNanos - begun) / 1e9, fate.lost(), fate.waiting());
  }

  /// Closes all connections gracefully. Blocks for some seconds at most.
  @Override
  public void close() {
    fleet.close();
  }
}
