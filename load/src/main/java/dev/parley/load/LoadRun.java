package dev.parley.load;

import dev.parley.ClientOptions;
import dev.parley.limit.Clock;
import dev.parley.problem.Problem;
import dev.parley.session.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One run of a load test: opens all connections, applies the load, measures.
///
/// ```
///   open all ─▶ warm-up ─▶ measuring: a slice of every loop each second ─▶ end
/// ```
///
/// The thread that runs it keeps the time; in an open loop it wakes the loops when requests are
/// due, since a selector's timers have millisecond resolution. [#stop] is for any thread.
public final class LoadRun {
  private static final long SECOND = 1_000_000_000L;

  /// In an open loop, requests due within this time are sent together: each wake-up costs two
  /// threads some microseconds.
  private static final long LEAST_TICK_NANOS = 100_000;

  /// A chart of a longer run has enough points with one per second.
  private static final Duration LONG = Duration.ofMinutes(1);

  private static final long PROGRESS_NANOS = 250_000_000;

  private final Load load;
  private final ClientOptions options;
  private final Clock clock;
  private final Watcher watcher;
  private final int partsPerSecond;
  private final Tally tally;
  private final AtomicLong unsent = new AtomicLong();
  private final AtomicLong defects = new AtomicLong();
  private volatile Problem whyUnsent = Problem.text("");
  private volatile boolean stopped;
  private volatile @Nullable Thread runner;
  private volatile @Nullable Fleet fleet;
  private long firstDue;
  private long nextTick;
  private long nextProgress;

  /// Creates a run of `load` with these options, whose framings must be those of the load.
  public LoadRun(Load load, ClientOptions options, Clock clock, Watcher watcher) {
    this.load = load;
    this.options = options.withEvents(this::watch);
    this.clock = clock;
    this.watcher = watcher;
    this.partsPerSecond = load.duration().compareTo(LONG) > 0 ? 1 : 10;
    this.tally = new Tally(partsPerSecond);
  }

  private void watch(Event event) {
    switch (event) {
      case Event.DatagramRefused refused -> {
        unsent.incrementAndGet();
        whyUnsent = refused.problem();
      }
      case Event.Defect _, Event.HandlerFailed _ -> defects.incrementAndGet();
      default -> {
        // Opened and closed sessions are counted by their owners.
      }
    }
  }

  /// Ends the run early: [#run] returns what was measured so far. For any thread.
  public void stop() {
    stopped = true;
    Fleet all = fleet;
    if (all != null) {
      all.ending();
    }
    LockSupport.unpark(runner);
  }

  /// Returns true if the run was stopped.
  public boolean isStopped() {
    return stopped;
  }

  /// Runs. Blocks for the warm-up and the duration, plus the time to open and close connections.
  ///
  /// @param pid the server's process, 0 if its usage is not requested
  /// @return the measurement; empty if it was stopped before measuring began
  /// @throws IOException if no connection can be opened
  public Optional<BenchReport> run(long pid) throws IOException {
    runner = Thread.currentThread();
    try (Fleet all = new Fleet(load, options, clock, watcher)) {
      fleet = all;
      if (stopped) {
        all.ending(); // stopped before there was a fleet to notify
      }
      all.open();
      return measure(all, pid);
    }
  }

  private Optional<BenchReport> measure(Fleet all, long pid) {
    long now = clock.nanos();
    start(all, now);
    long measuredFrom = now + load.warmup().toNanos();
    phase(all, now, measuredFrom, false);
    if (stopped) {
      return Optional.empty();
    }
    UsageMeter server = new UsageMeter(pid);
    UsageMeter own = UsageMeter.own();
    Optional<Usage> serverBefore = server.read();
    Optional<Usage> ownBefore = own.read();
    cut(all, false);
    all.shares().forEach(Share::begin);
    phase(all, measuredFrom, measuredFrom + load.duration().toNanos(), true);
    cut(all, true);
    Optional<Usage> serverUse = server.read().flatMap(end -> serverBefore.map(end::since));
    Optional<Usage> ownUse = own.read().flatMap(end -> ownBefore.map(end::since));
    // Outstanding stream answers are counted, not awaited; datagrams arrive or are lost.
    boolean _ = all.finish(load.isDatagram() ? load.late().toNanos() + Fleet.GLANCE_NANOS : 0);
    tally.takeAll();
    Caller.Fate fate = all.fate();
    all.ending();
    noteTrouble();
    return Optional.of(report(all, serverUse, ownUse, fate));
  }

  private void start(Fleet all, long now) {
    if (load.isOpenLoop()) {
      firstDue = now + LEAST_TICK_NANOS;
      nextTick = firstDue;
      int[] number = new int[1];
      for (Share share : all.shares()) {
        int from = number[0];
        number[0] += share.startAt(from, firstDue, load.rate(), all.openCallers());
      }
    } else {
      all.start();
    }
  }

  /// Applies the load until `end`, or until it is stopped or no connection is left.
  private void phase(Fleet all, long begin, long end, boolean isCounted) {
    long nextCut = begin + SECOND / partsPerSecond;
    for (long now = clock.nanos(); now - end < 0; now = clock.nanos()) {
      if (stopped || all.openCallers() == 0) {
        return;
      }
      long wake = Math.min(end - now, Fleet.GLANCE_NANOS);
      if (now - nextCut >= 0) {
        cut(all, isCounted);
        nextCut += SECOND / partsPerSecond;
      }
      wake = Math.min(wake, Math.max(nextCut - now, 0));
      if (load.isOpenLoop() || load.isDatagram()) {
        if (now - nextTick >= 0) {
          all.tick();
          nextTick = tickAfter(now);
        }
        wake = Math.min(wake, nextTick - now);
      }
      tally.take();
      if (now - nextProgress >= 0) {
        nextProgress = now + PROGRESS_NANOS;
        double part = (double) (now - begin) / Math.max(end - begin, 1);
        watcher.running(!isCounted, part, tally.lastRate(), tally.lastP99());
      }
      LockSupport.parkNanos(this, wake);
    }
  }

  /// Returns when the next request is due, or when to check for lost datagrams.
  private long tickAfter(long now) {
    if (!load.isOpenLoop()) {
      return now + Fleet.GLANCE_NANOS;
    }
    long past = Math.max(now - firstDue, 0);
    long place = past / SECOND * load.rate() + past % SECOND * load.rate() / SECOND + 1;
    long due = new Schedule(firstDue, load.rate(), 1, 0).due(place);
    return now + Math.clamp(due - now, LEAST_TICK_NANOS, Fleet.GLANCE_NANOS);
  }

  private void cut(Fleet all, boolean isCounted) {
    tally.expect(all.cut(), isCounted);
  }

  private void noteTrouble() {
    if (unsent.get() > 0) {
      watcher.note(Problem.of(LoadProblem.NOT_SENT, unsent.get(), whyUnsent));
    }
    if (defects.get() > 0) {
      watcher.note(Problem.of(LoadProblem.DEFECTS, defects.get()));
    }
  }

  private BenchReport report(
      Fleet all, Optional<Usage> server, Optional<Usage> own, Caller.Fate fate) {
    Slice total = tally.total();
    return new BenchReport(
        load,
        tally.seconds(),
        total.messages(),
        total.wrong,
        fate.lost(),
        fate.late(),
        total.failedConnections + all.failed(),
        load.isDatagram() ? 0 : fate.waiting(),
        load.isOpenLoop()
            ? new BenchReport.Pace(total.sent, total.tardy, total.mostBehindNanos / 1000.0)
            : null,
        BenchReport.Latency.of(total.latencies),
        BenchReport.curve(total.latencies),
        server.orElse(null),
        own.orElse(null),
        tally.timeline(),
        tally.parts());
  }
}
