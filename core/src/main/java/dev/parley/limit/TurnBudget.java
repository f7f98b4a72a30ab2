package dev.parley.limit;

/// A budget for one kind of work within one loop iteration: how much is done for one session before
/// the others get their turn.
///
/// ```
///   done so far            0 ······················ perTurn ···············▶
///   a session's share         perSession                     least
///     while many wait         an eighth of it                least
/// ```
///
/// The total is at most `perTurn` + `perSession`, plus `least` for each session, however many
/// sessions have work: a few are served in large pieces, many in small ones. A session with less
/// work than `least` is never affected. Confined to its loop.
public final class TurnBudget {
  /// The divisor of the share when many wait, so that their turns come sooner; the system calls of
  /// a visit are still only a tenth of its cost.
  private static final int CROWD_PART = 8;

  private final int perSession;
  private final int perTurn;
  private final int least;
  private int share;
  private int done;

  /// Creates a budget with nothing spent.
  ///
  /// @param perSession the share of a session until `perTurn` is used up
  /// @param least its share from then on; more than 0, or nobody would make progress
  public TurnBudget(int perSession, int perTurn, int least) {
    this.perSession = perSession;
    this.perTurn = perTurn;
    this.least = least;
    this.share = perSession;
  }

  /// Returns the budget for stream messages: one unit per message given to a handler and per 256
  /// bytes read. A read of 16-byte lines is not interrupted, nor a pipeline of 32 messages, however
  /// many other sessions there are.
  public static TurnBudget ofMessages() {
    return new TurnBudget(1 << 12, 1 << 14, 1 << 5);
  }

  /// Returns the budget for records of sealed and TLS sessions, which cost some microseconds each,
  /// while a message costs a fraction of one.
  public static TurnBudget ofRecords() {
    return new TurnBudget(1 << 8, 1 << 10, 1 << 5);
  }

  /// Returns the share of the session whose turn it is.
  public int share() {
    return isSpent() ? least : share;
  }

  /// Returns true once `perTurn` is used up and every share is `least`.
  public boolean isSpent() {
    return done >= perTurn;
  }

  /// Charges work that was done for a session.
  public void spend(int work) {
    done += work;
  }

  /// Returns the work done so far.
  public int done() {
    return done;
  }

  /// Starts a new iteration, or another part of one.
  ///
  /// @param isCrowd many sessions are waiting for their turn
  public void restart(boolean isCrowd) {
    done = 0;
    share = isCrowd ? Math.max(perSession / CROWD_PART, least) : perSession;
  }
}
