package dev.parley.limit;

/// How much of one kind of work a part of a turn of a loop does for one session before the others
/// have their turn.
///
/// ```
///   done so far            0 ······················ perTurn ···············▶
///   a session's share         perSession                     least
///     while many wait         an eighth of it                least
/// ```
///
/// So it does at most `perTurn` + `perSession` and `least` for each session besides, however many
/// sessions have something at hand: few of them are served in large pieces, many in small ones. A
/// session that has less to do than `least` never notices. Confined to its loop.
public final class TurnBudget {
  /// A smaller piece for each when many wait, so that their turns come sooner: the system calls of
  /// a visit cost a tenth of it still.
  private static final int CROWD_PART = 8;

  private final int perSession;
  private final int perTurn;
  private final int least;
  private int share;
  private int done;

  /// A budget of which nothing is spent.
  ///
  /// @param perSession the share of a session while less than `perTurn` was done
  /// @param least its share from then on; more than 0, or nobody would go on
  public TurnBudget(int perSession, int perTurn, int least) {
    this.perSession = perSession;
    this.perTurn = perTurn;
    this.least = least;
    this.share = perSession;
  }

  /// Messages of streams: what is given to handlers, and each 256 bytes that are read. A read of
  /// lines of 16 bytes is not interrupted, nor a pipeline of 32 messages, however many others there
  /// are.
  public static TurnBudget ofMessages() {
    return new TurnBudget(1 << 12, 1 << 14, 1 << 5);
  }

  /// Records of sealed and TLS sessions, which cost some microseconds each where a message costs a
  /// fraction of one.
  public static TurnBudget ofRecords() {
    return new TurnBudget(1 << 8, 1 << 10, 1 << 5);
  }

  /// What the session whose turn it is may be given.
  public int share() {
    return isSpent() ? least : share;
  }

  /// True once so much was done that each share is the least.
  public boolean isSpent() {
    return done >= perTurn;
  }

  /// So much was done for a session.
  public void spend(int work) {
    done += work;
  }

  /// What was done so far.
  public int done() {
    return done;
  }

  /// A turn begins, or another part of it.
  ///
  /// @param isCrowd many wait for their turn
  public void restart(boolean isCrowd) {
    done = 0;
    share = isCrowd ? Math.max(perSession / CROWD_PART, least) : perSession;
  }
}
