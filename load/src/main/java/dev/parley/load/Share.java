package dev.parley.load;

import dev.parley.limit.Clock;
import dev.parley.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/// The connections of one loop and what they have seen. Confined to that loop, but for what says
/// otherwise.
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

  /// Where things are counted at present.
  Slice slice() {
    return slice;
  }

  /// False when no request is to follow any more.
  boolean isRunning() {
    return running;
  }

  void add(Caller caller) {
    callers.add(caller);
  }

  /// A request has left.
  void asked() {
    inFlight++;
  }

  /// So many requests have their answer, or are given up.
  void settled(long count) {
    inFlight -= count;
    if (!running && inFlight == 0) {
      quiet.complete(null);
    }
  }

  /// What is sent from now on counts. For any thread.
  void begin() {
    first.execute(() -> callers.forEach(Caller::begin));
  }

  /// Puts a closed loop on. For any thread.
  void start() {
    first.execute(() -> {
      running = true;
      callers.forEach(Caller::start);
    });
  }

  /// Begins an open loop on the loop. For any thread, once nothing is added any more and that
  /// thread knows of it.
  ///
  /// @param number the first number that its connections have among all
  /// @return how many connections there are here
  int startAt(int number, long firstDue, int rate, int connections) {
    List<Caller> all = List.copyOf(callers);
    first.execute(() -> {
      for (int i = 0; i < all.size(); i++) {
        all.get(i).start(new Schedule(firstDue, rate, connections, number + i));
      }
    });
    return all.size();
  }

  /// Has every connection send what is due, unless the loop is still about to do so. For any
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

  /// Begins a new slice and gives the one before. For any thread.
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

  /// Lets no request leave any more, until the next start. For any thread.
  ///
  /// @return done when every request so far has its answer, or was given up
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

  /// What became of the requests so far. For any thread.
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
