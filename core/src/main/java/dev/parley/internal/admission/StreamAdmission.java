package dev.parley.internal.admission;

import dev.parley.limit.Limits;
import dev.parley.limit.Penalties;
import dev.parley.limit.Source;
import dev.parley.limit.SourceCounts;
import dev.parley.limit.SourceLimits;
import dev.parley.limit.SourceRates;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The door for the streams of a server: who comes in, and who leaves for a newcomer when all
/// places are taken.
///
/// Peers that have a login to do have places of their own until it is done. A session that is full
/// of strangers who say nothing loses them, one for each newcomer, in the order of [PendingPlaces].
/// A newcomer is served when the one that leaves for it has left, so that there are never more
/// sessions than places; a peer whose login is done goes on at once, and the place that it had
/// before stays taken until then.
///
/// Safe for any thread: acceptors let in, loops take the rest. Each call costs less than a
/// microsecond and never blocks for longer than another one. The lock is never held while calling
/// out.
public final class StreamAdmission {
  /// How many newcomers may wait for others to leave: more than come in one turn of a loop, if
  /// there are as many descriptors.
  public static final int MOST_HANDOVERS = 256;

  /// How many sources are remembered for what they did, as in OpenSSH.
  private static final int SOURCES = 1 << 16;

  /// What a wrong proof costs its source.
  static final Duration WRONG_PROOF = Duration.ofSeconds(5);

  /// How many are remembered for how often they connected. A source that has not done so for some
  /// seconds may as well be forgotten.
  private static final int RECENT_SOURCES = 1 << 14;

  /// A connection that is to become a session.
  public abstract static class Arrival implements StreamPlace.Occupant {
    // Set before any other thread knows of it.
    private long id;

    /// For whom it counts; kept, so that giving its place back takes no memory.
    private List<Source> levels = List.of();

    @Override
    public final long id() {
      return id;
    }

    /// True if it came to a listener behind a proxy, whose word its address may be.
    public boolean isProxied() {
      return false;
    }

    /// Its place is free: the session may begin. Called once, on any thread.
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

  /// Sessions past their login, and those that have none.
  private int open;

  /// Newcomers that wait for somebody to leave.
  private int handovers;

  /// Those that leave for a peer whose login is done.
  private int passing;

  /// @param most how many sessions may be streams
  /// @param mostHandovers how many newcomers may wait for others to leave; each needs a file
  ///   descriptor besides those of the sessions
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

  /// Lets a connection in. Then [Arrival#begin] has been called, or is as soon as another session
  /// has made room.
  ///
  /// What it throws, for want of memory say, leaves nothing of the connection behind.
  ///
  /// @param hasLogin true if it has a login to do
  /// @return null if it is in; otherwise why not, and nothing is kept of it
  public @Nullable Refusal enter(Arrival arrival, boolean hasLogin) {
    if (!sessions.isAllowed(arrival.peer())) {
      return new Refusal(Refusal.Kind.DENIED, "its address may not call (allow, deny)");
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
      // Added first, so that it counts for its source when the one with the most is looked for.
      add(place, levels);
      try {
        StreamPlace leaver =
            hasLogin ? logins.leaver(levels, passing) : isFull ? silent.first() : null;
        if (leaver != null && isServed(leaver) && handovers == mostHandovers) {
          PendingPlaces pending = hasLogin ? logins : silent;
          leaver = pending.youngestInstead(leaver, place, unserved -> !isServed(unserved));
          if (leaver == null) {
            return new Refusal(
                Refusal.Kind.FULL, "all places are taken, and as many as may are being given away");
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
        arrival.begin(place); // nobody is waited for
      } else if (evicted != null) {
        giveUp(place, levels); // the one that is waited for may not know
      }
    }
    return null;
  }

  /// Adds a newcomer, or nothing of it if there is no memory.
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

  /// Takes a newcomer out again.
  private void remove(StreamPlace place, List<Source> levels) {
    if (place.state == StreamPlace.State.LOGIN) {
      logins.remove(place);
    } else {
      silent.remove(place);
      counts.release(levels);
    }
    place.state = StreamPlace.State.GONE;
  }

  /// Has a newcomer wait for `awaited` to leave, if it is anybody.
  private void succeed(StreamPlace place, @Nullable StreamPlace awaited) {
    if (awaited != null) {
      awaited.partner = place;
      place.partner = awaited;
      handovers++;
    }
  }

  /// A newcomer does not wait any longer. The one that it waited for stays, and if it was silent,
  /// it counts as one that has spoken.
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

  private static final String LOGIN_EVICTED =
      "a newcomer took its place: as many peers as may were in login, and it was the oldest of the"
          + " source with the most";
  private static final String SILENT_EVICTED =
      "a newcomer took its place: maxSessions are open, it had sent no whole message, and it was the"
          + " oldest of the source with the most such sessions";

  private List<Source> levels(StreamPlace place) {
    return sessions.levels(place.occupant.peer(), place.isProxied);
  }

  /// What keeps a source out.
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
          Refusal.Kind.RATE,
          "more than connectionsPerSecond "
              + sources.connectionsPerSecond()
              + " came from this address");
    }
    return sourceFull(levels);
  }

  private @Nullable Refusal penalty(List<Source> levels, long now) {
    return penalties != null && penalties.isRefused(levels, now)
        ? new Refusal(
            Refusal.Kind.PENALTY, "its address waits out a penalty for failed logins (maxPenalty)")
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
            ? "maxPerAddress " + limits.maxPerAddress() + " are open from this address"
            : "as many sessions as maxPerAddress allows are open from " + full);
  }

  private Refusal full() {
    return new Refusal(
        Refusal.Kind.FULL,
        most == limits.maxSessions()
            ? "maxSessions " + most + " are open"
            : "the " + most + " of maxSessions that streams may have are open");
  }

  /// Takes a place from the one that has it; its occupant is still to be evicted. A session leaves
  /// in its own time; a connection that is not served yet is gone at once.
  ///
  /// @return the session that has to leave before the place is free; null if it is free now
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

  /// The session of a place begins; false if its connection was evicted before.
  boolean begin(StreamPlace place, StreamPlace.Occupant session) {
    lock.lock();
    try {
      place.occupant = session;
      return place.state != StreamPlace.State.GONE;
    } finally {
      lock.unlock();
    }
  }

  /// What keeps a peer in login from being judged: a penalty for what others of its source have
  /// tried since it came.
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

  /// A peer's proof was judged and is wrong, which is all that is penalised. Whatever else ends a
  /// login can be no guess, and who visits a web page of a stranger's or sits behind one address
  /// with others must not be locked out for what is only noise; the rate of connections and the
  /// places in login bound that.
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

  /// A login is done.
  ///
  /// @return as [Place#loggedIn]
  @Nullable Refusal loggedIn(StreamPlace place, boolean isKnown) {
    StreamPlace.Occupant evicted = null;
    boolean isOneLess = false;
    lock.lock();
    try {
      if (place.state == StreamPlace.State.LEAVING_LOGIN) {
        return new Refusal(Refusal.Kind.EVICTED, LOGIN_EVICTED);
      }
      if (place.state != StreamPlace.State.LOGIN) {
        return null; // there was none to do
      }
      List<Source> levels = levels(place);
      Refusal penalty = penalty(levels, clock.getAsLong());
      if (penalty != null) {
        return penalty; // for what failed on other loops while this one was judged
      }
      Refusal refusal = sourceFull(levels);
      if (refusal != null) {
        return refusal;
      }
      StreamPlace leaver = open < most ? null : silent.first();
      if (open >= most && leaver == null) {
        return full();
      }
      counts.acquire(levels); // from here on nothing but the last step takes memory
      logins.remove(place);
      place.state = StreamPlace.State.INSIDE;
      if (leaver == null) {
        open++;
      } else {
        evicted = leaver.occupant;
        if (vacate(leaver) == null) {
          isOneLess = true;
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
      if (isOneLess) {
        sessions.left();
      }
      if (evicted != null) {
        evicted.evict(SILENT_EVICTED); // even if there was no memory for the rest
      }
    }
    return null;
  }

  /// A first whole message that is not empty has come.
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

  /// The socket of a place is closed. Nothing happens to one that was taken away already.
  void release(StreamPlace place) {
    List<Source> levels =
        place.occupant instanceof Arrival arrival ? arrival.levels : levels(place);
    boolean isReleased = false;
    StreamPlace successor = null;
    lock.lock();
    try {
      StreamPlace.State state = place.state;
      isReleased = state != StreamPlace.State.GONE;
      place.state = StreamPlace.State.GONE;
      successor = place.partner;
      if (successor != null) {
        successor.partner = null;
        place.partner = null;
        handovers--;
      }
      release(place, state, successor == null, levels);
    } finally {
      lock.unlock();
      if (isReleased) {
        succeed(successor); // even if there is no memory for the rest
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

  /// One has left, and `successor` may begin if it was waited for.
  private void succeed(@Nullable StreamPlace successor) {
    if (successor != null && successor.occupant instanceof Arrival arrival) {
      arrival.begin(successor); // one less and one more
    } else {
      sessions.left();
    }
  }

  /// How many places are taken and what is remembered: `open`, in login, silent, leaving.
  record State(int open, int logins, int silent, int leaving) {}

  public State state() {
    lock.lock();
    try {
      return new State(open, logins.size(), silent.size(), handovers + passing);
    } finally {
      lock.unlock();
    }
  }
}
