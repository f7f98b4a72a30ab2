package dev.parley.limit;

/// How much of one kind of work a turn of a loop does for one session before the others have their
/// turn.
///
/// ```
///   done in this turn   0 ······················ perTurn ···············▶
///   a session's share      perSession                     least
/// ```
///
/// So a turn does at most `perTurn` + `perSession` and `least` for each session besides, however
/// many sessions have something at hand: few of them are served in large pieces, many in small
/// ones. A session that has less to do than `least` never notices. Confined to its loop.
public final class TurnBudget {
  private final int perSession;
  private final int perTurn;
  private final int least;
  private int done;

  /// A budget of which nothing is spent.
  ///
  /// @param perSession the share of a session while the turn has done less than `perTurn`
  /// @param least its share from then on; more than 0, or nobody would go on
  public TurnBudget(int perSession, int perTurn, int least) {
    this.perSession = perSession;
    this.perTurn = perTurn;
    this.least = least;
  }

  /// Messages of streams: what a turn gives to handlers. A read of lines of 16 bytes is not
  /// interrupted, nor a pipeline of 32 messages, however many others there are.
  public static TurnBudget ofMessages() {
    return new TurnBudget(1 << 12, 1 << 16, 1 << 5);
  }

  /// Records of sealed and TLS sessions, which cost some microseconds each where a message costs a
  /// fraction of one.
  public static TurnBudget ofRecords() {
    return new TurnBudget(1 << 8, 1 << 13, 1 << 5);
  }

  /// What the session whose turn it is may be given.
  public int share() {
    return isSpent() ? least : perSession;
  }

  /// True once the turn has done so much that each share is the least.
  public boolean isSpent() {
    return done >= perTurn;
  }

  /// So much was done for a session.
  public void spend(int work) {
    done += work;
  }

  /// A turn begins.
  public void restart() {
    done = 0;
  }
}
