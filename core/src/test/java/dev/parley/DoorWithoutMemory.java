package dev.parley;

import dev.parley.internal.admission.Admission;
import dev.parley.internal.admission.StreamAdmission;
import dev.parley.internal.admission.StreamPlace;
import dev.parley.limit.Limits;
import dev.parley.limit.SourceLimits;
import dev.parley.problem.Problem;
import dev.parley.session.Session;
import dev.parley.testing.ScarceMemory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The admission of a server in a process without free memory, except for a little that lets a
/// newcomer get a bit further each time. Prints what is left over when all have gone, and how many
/// newcomers failed for lack of memory. Run by [OutOfMemoryTest], with [ScarceMemory].
public final class DoorWithoutMemory {
  private static final int SESSIONS = 20;

  /// After this many steps of two 24-byte objects there is more memory than any newcomer needs.
  private static final int STEPS = 25;

  private final Limits limits = Limits.defaults().withMaxSessions(SESSIONS);
  private final SourceLimits sources = SourceLimits.defaults().withMaxLogins(SESSIONS);
  private final Admission sessions = new Admission(limits, sources);
  private final StreamAdmission door =
      new StreamAdmission(sessions, limits, sources, SESSIONS, 4, System::nanoTime);
  private final List<Caller> all = new ArrayList<>(2 * SESSIONS);
  private final ScarceMemory memory = new ScarceMemory();
  private int failed;

  private DoorWithoutMemory() {}

  /// The kinds of newcomers.
  enum Kind {
    PLAIN(false, false),
    STAYS_IN_LOGIN(true, false),
    LOGS_IN(true, true);

    private final boolean hasLogin;
    private final boolean logsIn;

    Kind(boolean hasLogin, boolean logsIn) {
      this.hasLogin = hasLogin;
      this.logsIn = logsIn;
    }
  }

  /// Runs a round for each kind of newcomer, once with all places free and once with all taken. A
  /// warm-up comes first, because code and classes take memory on first use.
  public static void main(String[] args) {
    for (Kind kind : Kind.values()) {
      String _ = new DoorWithoutMemory().round(kind, STEPS);
    }
    for (Kind kind : Kind.values()) {
      System.out.println(new DoorWithoutMemory().round(kind, 0));
      System.out.println(new DoorWithoutMemory().round(kind, 2 * SESSIONS));
    }
  }

  /// A connection and its session.
  private static final class Caller extends StreamAdmission.Arrival {
    private final SocketAddress peer;
    private final Session session = new Session();
    private @Nullable StreamPlace place;
    private byte @Nullable [] told;

    /// Newcomers come from three networks, so that some share one.
    Caller(int number) {
      try {
        byte[] host = new byte[16];
        host[0] = 0x20;
        host[7] = (byte) (number % 3);
        host[15] = (byte) number;
        peer = new InetSocketAddress(InetAddress.getByAddress(host), 4711);
      } catch (java.net.UnknownHostException e) {
        throw new IllegalStateException(e);
      }
    }

    private final class Session implements StreamPlace.Occupant {
      @Override
      public long id() {
        return Caller.this.id();
      }

      @Override
      public SocketAddress peer() {
        return peer;
      }

      @Override
      public void evict(Problem why) {
        Caller.this.evict(why);
      }
    }

    @Override
    public SocketAddress peer() {
      return peer;
    }

    @Override
    public void begin(StreamPlace given) {
      place = given;
      boolean _ = given.begin(session);
    }

    /// Allocates a task for its loop, for which memory may be lacking.
    @Override
    public void evict(Problem why) {
      told = new byte[64];
    }

    boolean isEvicted() {
      return told != null;
    }
  }

  /// @param before how many arrive while there is memory
  private String round(Kind kind, int before) {
    for (int number = 0; number < STEPS + before; number++) {
      Caller caller = new Caller(number);
      all.add(caller);
      if (number >= before) {
        memory.fill(2 * (number - before));
      }
      boolean isIn = comesIn(caller, kind);
      memory.release();
      if (!isIn) {
        leave(caller);
      }
      turn();
    }
    for (Caller caller : List.copyOf(all)) {
      leave(caller);
    }
    turn();
    memory.releaseAll();
    return door.state() + " " + sessions.open() + " " + failed;
  }

  private boolean comesIn(Caller caller, Kind kind) {
    try {
      if (door.enter(caller, kind.hasLogin) != null) {
        return false;
      }
      StreamPlace place = caller.place;
      return !kind.logsIn || place == null || place.loggedIn(false) == null;
    } catch (OutOfMemoryError e) {
      failed++;
      return false;
    }
  }

  /// Acts like the loops: sessions that must leave do so, until none must.
  private void turn() {
    for (Caller caller : List.copyOf(all)) {
      if (caller.isEvicted()) {
        leave(caller);
      }
    }
  }

  private void leave(Caller caller) {
    StreamPlace place = caller.place;
    if (place != null && place.state != StreamPlace.State.GONE) {
      place.release();
    }
    if (place != null || caller.isEvicted()) {
      all.remove(caller);
    }
  }
}
