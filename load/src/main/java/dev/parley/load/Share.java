package dev.parley.load;

import dev.parley.limit.Clock;
import dev.parley.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/// The connections of one loop and their results. Confined to that loop unless stated otherwise.
final class Share {
  private final Clock clock;
  private final Session first;
  private final List<Caller> callers = new ArrayList<>();
  private final AtomicBoolean isTickQueued = new AtomicBoolean();
  private Slice slice;
  private boolean running = true;
  private long inFlight;
  private CompletableFuture<Void> quiet = CompletableFuture.completedFuture(null);

  /// @param first a session of this loop
  Share(Clock clock, Session first) {
    this.clock = clock;
    this.first = first;
    this.slice = new Slice(clock.nanos());
  }

  long now() {
    return clock.nanos();
  }

  /// Returns the current slice.
  Slice slice() {
    return slice;
  }

  /// Returns false if no more requests are to be sent.
  boolean isRunning() {
    return running;
  }

  void add(Caller caller) {
    callers.add(caller);
  }

  /// Counts a request that was sent.
  void asked() {
    inFlight++;
  }

  /// Counts requests that were answered or given up.
  void settled(long count) {
    inFlight -= count;
    if (!running && inFlight == 0) {
      quiet.complete(null);
    }
  }

  /// Starts counting requests sent from now on. For any thread.
  void begin() {
    first.execute(() -> callers.forEach(Caller::begin));
  }

  /// Starts a closed loop. For any thread.
  void start() {
    first.execute(() -> {
      running = true;
      callers.forEach(Caller::start);
    });
  }

  /// Starts an open loop. For any thread, but only after all connections have been added and that
  /// thread has seen it.
  ///
  /// @param number the number of this share's first connection among all
  /// @return the number of connections in this share
  int startAt(int number, long firstDue, int rate, int connections) {
    List<Caller> all = List.copyOf(callers);
    first.execute(() -> {
      for (int i = 0; i < all.size(); i++) {
        all.get(i).start(new Schedule(firstDue, rate, connections, number + i));
      }
    });
    return all.size();
  }

  /// Makes every connection send what is due, unless the loop still has such a task queued. For any
  /// thread.
  void tick() {
    if (isTickQueued.compareAndSet(false, true)) {
      first.execute(() -> {
        isTickQueued.set(false);
        for (Caller caller : callers) {
          caller.tick(clock.nanos());
        }
      });
    }
  }

  /// Starts a new slice and returns the previous one. For any thread.
  CompletableFuture<Slice> cut() {
    CompletableFuture<Slice> done = new CompletableFuture<>();
    first.execute(() -> {
      Slice full = slice;
      slice = new Slice(clock.nanos());
      full.toNanos = slice.fromNanos;
      done.complete(full);
    });
    return done;
  }

  /// Stops sending until the next start. For any thread.
  ///
  /// @return completes when every request so far has been answered or given up
  CompletableFuture<Void> end() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    first.execute(() -> {
      quiet = done;
      running = false;
      callers.forEach(Caller::end);
      settled(0);
    });
    return done;
  }

  /// Returns the outcome of the requests so far. For any thread.
  CompletableFuture<Caller.Fate> fate() {
    CompletableFuture<Caller.Fate> done = new CompletableFuture<>();
    first.execute(() ->
        done.complete(
            callers.stream()
                .map(Caller::fate)
                .reduce(new Caller.Fate(0, 0, 0), Caller.Fate::plus)));
    return done;
  }
}
