package dev.parley.internal.admission;

import dev.parley.limit.Limits;
import dev.parley.limit.Penalties;
import dev.parley.limit.Source;
import dev.parley.limit.SourceCounts;
import dev.parley.limit.SourceLimits;
import dev.parley.limit.SourceRates;
import dev.parley.problem.Problem;
import dev.parley.problem.RefusalProblem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The admission of streams to a server: who is admitted, and who is evicted for a newcomer when
/// all places are taken.
///
/// Peers that must log in have places of their own until the login is done. When all places are
/// taken, sessions whose peers have sent nothing are evicted, one for each newcomer, in the order
/// of [PendingPlaces]. A newcomer is served when the evicted session has closed, so that there are
/// never more sessions than places. A peer whose login is done continues at once, and its former
/// place stays taken until the evicted session has closed.
///
/// Safe for any thread: acceptors admit, loops do the rest. Each call takes less than a microsecond
/// and never blocks for longer than another one. The lock is never held while calling out.
public final class StreamAdmission {
  /// The most newcomers that may wait for evicted sessions to close: more than arrive in one turn
  /// of a loop, if there are as many file descriptors.
  public static final int MAX_HANDOVERS = 256;

  /// The most sources remembered for penalties, as in OpenSSH.
  private static final int SOURCES = 1 << 16;

  /// The penalty of a source for a wrong proof.
  static final Duration WRONG_PROOF = Duration.ofSeconds(5);

  /// The most sources remembered for their connection rate. A source that has not connected for
  /// some seconds may as well be forgotten.
  private static final int RECENT_SOURCES = 1 << 14;

  /// An accepted connection that is not a session yet.
  public abstract static class Arrival implements StreamPlace.Occupant {
    // Set before any other thread can see it.
    private long id;

    /// The sources that it counts for; kept, so that releasing its place takes no memory.
    private List<Source> levels = List.of();

    @Override
    public final long id() {
      return id;
    }

    /// Returns true if it came to a listener behind a proxy, so that its address may be a claim of
    /// the proxy.
    public boolean isProxied() {
      return false;
    }

    /// Starts the session, since its place is free. Called once, on any thread.
    public abstract void begin(StreamPlace place);
  }

  private final Admission sessions;
  private final SourceLimits sources;
  private final Limits limits;
  private final int most;
  private final int mostHandovers;
  private final LongSupplier clock;

  private final ReentrantLock lock = new ReentrantLock();

  // All guarded by the lock.
  private final PendingPlaces logins;
  private final PendingPlaces silent = new PendingPlaces(Integer.MAX_VALUE, Integer.MAX_VALUE);
  private final SourceCounts counts;
  private final @Nullable SourceRates rates;
  private final @Nullable Penalties penalties;

  /// The number of sessions past their login, including those without one.
  private int open;

  /// The number of newcomers that wait for an evicted session to close.
  private int handovers;

  /// The number of sessions evicted for a peer whose login is done, and not closed yet.
  private int passing;

  /// @param most the most stream sessions
  /// @param mostHandovers the most newcomers that may wait for evicted sessions to close; each
  ///   needs a file descriptor besides those of the sessions
  /// @param clock the time in nanoseconds
  public StreamAdmission(
      Admission sessions,
      Limits limits,
      SourceLimits sources,
      int most,
      int mostHandovers,
      LongSupplier clock) {
    this.sessions = sessions;
    this.sources = sources;
    this.limits = limits;
    this.most = most;
    this.mostHandovers = mostHandovers;
    this.clock = clock;
    this.logins = new PendingPlaces(sources.maxLogins(), sources.maxLoginsPerAddress());
    this.counts = new SourceCounts(limits.maxPerAddress());
    this.rates =
        sources.connectionsPerSecond() == 0
            ? null
            : new SourceRates(
                sources.connectionsPerSecond(), sources.connectionBurst(), RECENT_SOURCES);
    this.penalties = sessions.hasPenalties() ? new Penalties(sources.maxPenalty(), SOURCES) : null;
  }

  /// Returns true if the server is shutting down, so that no newcomer is served any more.
  public boolean isShuttingDown() {
    return sessions.isShuttingDown();
  }

  /// Admits a connection. [Arrival#begin] has then been called, or will be as soon as an evicted
  /// session has closed.
  ///
  /// If it throws, for lack of memory for example, it keeps nothing of the connection.
  ///
  /// @param hasLogin true if the peer must log in
  /// @return null if it is admitted; otherwise the reason, and nothing is kept of it
  public @Nullable Refusal enter(Arrival arrival, boolean hasLogin) {
    if (!sessions.isAllowed(arrival.peer())) {
      return new Refusal(Refusal.Kind.DENIED, Problem.of(RefusalProblem.DENIED));
    }
    List<Source> levels = sessions.levels(arrival.peer(), arrival.isProxied());
    StreamPlace place =
        new StreamPlace(
            this, arrival, hasLogin ? StreamPlace.State.LOGIN : StreamPlace.State.SILENT);
    StreamPlace.Occupant evicted = null;
    boolean isFree = false;
    lock.lock();
    try {
      Refusal refusal = refusal(levels);
      if (refusal != null) {
        return refusal;
      }
      boolean isFull = open >= most;
      if (isFull && silent.size() == 0) {
        return full();
      }
      arrival.id = sessions.nextId();
      arrival.levels = levels;
      boolean isSeated = false;
      // Added first, so that it counts for its source when the largest source is determined.
      add(place, levels);
      try {
        StreamPlace leaver =
            hasLogin ? logins.leaver(levels, passing) : isFull ? silent.first() : null;
        if (leaver != null && isServed(leaver) && handovers == mostHandovers) {
          PendingPlaces pending = hasLogin ? logins : silent;
          leaver = pending.youngestInstead(leaver, place, unserved -> !isServed(unserved));
          if (leaver == null) {
            return new Refusal(Refusal.Kind.FULL, Problem.of(RefusalProblem.NO_HANDOVER));
          }
        }
        if (place.equals(leaver)) {
          return full();
        }
        if (leaver == null) {
          sessions.entered();
          open += hasLogin ? 0 : 1;
        } else {
          evicted = leaver.occupant;
          succeed(place, vacate(leaver));
        }
        isFree = place.partner == null;
        isSeated = true;
      } finally {
        if (!isSeated) {
          remove(place, levels);
        }
      }
    } finally {
      lock.unlock();
    }
    try {
      if (evicted != null) {
        evicted.evict(hasLogin ? LOGIN_EVICTED : SILENT_EVICTED);
        evicted = null;
      }
    } finally {
      if (isFree) {
        arrival.begin(place); // no need to wait
      } else if (evicted != null) {
        giveUp(place, levels); // the session that it would wait for may not have been notified
      }
    }
    return null;
  }

  /// Adds a newcomer, completely or, if there is no memory, not at all.
  private void add(StreamPlace place, List<Source> levels) {
    if (place.state == StreamPlace.State.LOGIN) {
      logins.add(place, levels);
      return;
    }
    counts.acquire(levels);
    boolean isAdded = false;
    try {
      silent.add(place, levels);
      isAdded = true;
    } finally {
      if (!isAdded) {
        counts.release(levels);
      }
    }
  }

  /// Removes a newcomer again.
  private void remove(StreamPlace place, List<Source> levels) {
    if (place.state == StreamPlace.State.LOGIN) {
      logins.remove(place);
    } else {
      silent.remove(place);
      counts.release(levels);
    }
    place.state = StreamPlace.State.GONE;
  }

  /// Makes a newcomer wait for `awaited` to close, unless that is null.
  private void succeed(StreamPlace place, @Nullable StreamPlace awaited) {
    if (awaited != null) {
      awaited.partner = place;
      place.partner = awaited;
      handovers++;
    }
  }

  /// Stops the wait of a newcomer. The session that it waited for stays, and if it was silent, it
  /// counts as one that has sent a message.
  private void giveUp(StreamPlace place, List<Source> levels) {
    lock.lock();
    try {
      StreamPlace awaited = place.partner;
      if (awaited == null) {
        return; // it was served or evicted meanwhile
      }
      awaited.partner = null;
      place.partner = null;
      handovers--;
      remove(place, levels);
      if (awaited.state == StreamPlace.State.LEAVING_SILENT) {
        awaited.state = StreamPlace.State.INSIDE;
      }
    } finally {
      lock.unlock();
    }
  }

  private static boolean isServed(StreamPlace place) {
    return !(place.occupant instanceof Arrival);
  }

  private static final Problem LOGIN_EVICTED = Problem.of(RefusalProblem.LOGIN_EVICTED);
  private static final Problem SILENT_EVICTED = Problem.of(RefusalProblem.SILENT_EVICTED);

  private List<Source> levels(StreamPlace place) {
    return sessions.levels(place.occupant.peer(), place.isProxied);
  }

  /// Returns the reason to refuse a source, null if there is none.
  private @Nullable Refusal refusal(List<Source> levels) {
    if (levels.isEmpty()) {
      return null;
    }
    long now = clock.getAsLong();
    Refusal penalty = penalty(levels, now);
    if (penalty != null) {
      return penalty;
    }
    if (rates != null && !rates.take(levels, now)) {
      return new Refusal(
          Refusal.Kind.RATE, Problem.of(RefusalProblem.RATE, sources.connectionsPerSecond()));
    }
    return sourceFull(levels);
  }

  private @Nullable Refusal penalty(List<Source> levels, long now) {
    return penalties != null && penalties.isRefused(levels, now)
        ? new Refusal(Refusal.Kind.PENALTY, Problem.of(RefusalProblem.PENALTY))
        : null;
  }

  private @Nullable Refusal sourceFull(List<Source> levels) {
    Source full = counts.full(levels);
    if (full == null) {
      return null;
    }
    return new Refusal(
        Refusal.Kind.SOURCE_FULL,
        full.equals(levels.getFirst())
            ? Problem.of(RefusalProblem.ADDRESS_FULL, limits.maxPerAddress())
            : Problem.of(RefusalProblem.SOURCE_FULL, full));
  }

  private Refusal full() {
    return new Refusal(
        Refusal.Kind.FULL,
        most == limits.maxSessions()
            ? Problem.of(RefusalProblem.SESSIONS_FULL, most)
            : Problem.of(RefusalProblem.STREAMS_FULL, most));
  }

  /// Takes a place from its occupant, which the caller must then evict. A session closes in its own
  /// time; a connection that is not served yet is gone at once.
  ///
  /// @return the session that has to close before the place is free; null if it is free now
  private @Nullable StreamPlace vacate(StreamPlace leaver) {
    boolean hadLogin = leaver.state == StreamPlace.State.LOGIN;
    (hadLogin ? logins : silent).remove(leaver);
    if (isServed(leaver)) {
      leaver.state = hadLogin ? StreamPlace.State.LEAVING_LOGIN : StreamPlace.State.LEAVING_SILENT;
      return leaver;
    }
    if (!hadLogin) {
      counts.release(levels(leaver));
    }
    leaver.state = StreamPlace.State.GONE;
    StreamPlace awaited = leaver.partner;
    if (awaited != null) {
      awaited.partner = null;
      leaver.partner = null;
      handovers--;
    }
    return awaited;
  }

  /// Starts the session of a place; returns false if its connection was evicted before.
  boolean begin(StreamPlace place, StreamPlace.Occupant session) {
    lock.lock();
    try {
      place.occupant = session;
      return place.state != StreamPlace.State.GONE;
    } finally {
      lock.unlock();
    }
  }

  /// Returns the reason not to check a peer's proof: a penalty for failed attempts of its source
  /// since it connected.
  ///
  /// @return as [Place#mayProve]
  @Nullable Refusal mayProve(StreamPlace place) {
    if (penalties == null) {
      return null;
    }
    lock.lock();
    try {
      return penalty(levels(place), clock.getAsLong());
    } finally {
      lock.unlock();
    }
  }

  /// Penalizes a peer whose proof was checked and is wrong; nothing else is penalized. No other
  /// failure of a login can be a guess, and a user who visits a stranger's web page or shares an
  /// address with others must not be locked out for mere noise; the connection rate and the places
  /// in login limit that.
  void hasGuessed(StreamPlace place) {
    if (penalties == null) {
      return;
    }
    lock.lock();
    try {
      List<Source> levels = levels(place);
      if (!levels.isEmpty()) {
        penalties.add(levels, WRONG_PROOF, clock.getAsLong());
      }
    } finally {
      lock.unlock();
    }
  }

  /// Ends a login.
  ///
  /// @return as [Place#loggedIn]
  @Nullable Refusal loggedIn(StreamPlace place, boolean isKnown) {
    StreamPlace.Occupant evicted = null;
    boolean isEmpty = false;
    lock.lock();
    try {
      if (place.state == StreamPlace.State.LEAVING_LOGIN) {
        return new Refusal(Refusal.Kind.EVICTED, LOGIN_EVICTED);
      }
      if (place.state != StreamPlace.State.LOGIN) {
        return null; // there was no login
      }
      List<Source> levels = levels(place);
      Refusal penalty = penalty(levels, clock.getAsLong());
      if (penalty != null) {
        return penalty; // for what failed on other loops while this proof was checked
      }
      Refusal refusal = sourceFull(levels);
      if (refusal != null) {
        return refusal;
      }
      StreamPlace leaver = open < most ? null : silent.first();
      if (open >= most && leaver == null) {
        return full();
      }
      counts.acquire(levels); // from here on only the last step allocates
      logins.remove(place);
      place.state = StreamPlace.State.INSIDE;
      if (leaver == null) {
        open++;
      } else {
        evicted = leaver.occupant;
        if (vacate(leaver) == null) {
          isEmpty = sessions.leave();
        } else {
          passing++;
        }
      }
      if (!isKnown) {
        silent.add(place, levels);
        place.state = StreamPlace.State.SILENT;
      }
    } finally {
      lock.unlock();
      if (isEmpty) {
        sessions.signalEmpty();
      }
      if (evicted != null) {
        evicted.evict(SILENT_EVICTED); // even if there was no memory for the rest
      }
    }
    return null;
  }

  /// The peer has sent its first whole message that is not empty.
  void spoke(StreamPlace place) {
    lock.lock();
    try {
      if (place.state == StreamPlace.State.SILENT) {
        silent.remove(place);
        place.state = StreamPlace.State.INSIDE;
      }
    } finally {
      lock.unlock();
    }
  }

  void lostOutput() {
    sessions.lostOutput();
  }

  /// Releases a place, since its socket is closed. Does nothing if the place was taken away
  /// already.
  void release(StreamPlace place) {
    List<Source> levels =
        place.occupant instanceof Arrival arrival ? arrival.levels : levels(place);
    boolean isEmpty = false;
    StreamPlace successor = null;
    Arrival arrival = null;
    lock.lock();
    try {
      StreamPlace.State state = place.state;
      place.state = StreamPlace.State.GONE;
      successor = place.partner;
      if (successor != null) {
        successor.partner = null;
        place.partner = null;
        handovers--;
      }
      if (successor != null && successor.occupant instanceof Arrival waiting) {
        arrival = waiting; // one session less and one more
      } else if (state != StreamPlace.State.GONE) {
        // Before the lock is released, or a newcomer could be counted first, one above the limit.
        isEmpty = sessions.leave();
      }
      release(place, state, successor == null, levels);
    } finally {
      lock.unlock();
      // Even if there was no memory for the rest.
      if (arrival != null && successor != null) {
        arrival.begin(successor);
      } else if (isEmpty) {
        sessions.signalEmpty();
      }
    }
  }

  private void release(
      StreamPlace place, StreamPlace.State state, boolean isLast, List<Source> levels) {
    switch (state) {
      case LOGIN -> logins.remove(place);
      case SILENT -> {
        open--;
        counts.release(levels);
        silent.remove(place);
      }
      case INSIDE -> {
        open--;
        counts.release(levels);
      }
      case LEAVING_SILENT -> {
        if (isLast) {
          passing--;
        }
        counts.release(levels);
      }
      case LEAVING_LOGIN, GONE -> {}
    }
  }

  /// The numbers of places taken: open, in login, silent, and being handed over.
  record State(int open, int logins, int silent, int leaving) {}

  /// Returns the numbers of places taken.
  public State state() {
    lock.lock();
    try {
      return new State(open, logins.size(), silent.size(), handovers + passing);
    } finally {
      lock.unlock();
    }
  }
}
