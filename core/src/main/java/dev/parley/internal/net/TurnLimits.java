package dev.parley.internal.net;

import dev.parley.limit.Clock;
import dev.parley.limit.TurnBudget;
import java.util.concurrent.TimeUnit;

/// The limits on the work of a loop's current turn. A turn has three parts (ready sockets, backlog,
/// tasks), each with budgets of messages and of records, and with a time limit. Confined to its
/// loop.
final class TurnLimits {
  /// The time limit of each part of a turn, from the first call of [#isLate] in it. Much longer
  /// than a select takes, and much shorter than anybody notices.
  private static final long PART_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /// The time that a turn may spend on ready sockets before the loop counts as crowded. No longer
  /// than a hundred pipelines of 32 sealed messages take, or reads of 16 KiB.
  private static final long CROWDED_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

  /// The number of ready sockets between two checks of the clock, a power of two: a visit takes
  /// some microseconds.
  private static final int VISITS_PER_CHECK = 8;

  private static final int MESSAGES_PER_RECORD = 16;

  private final Clock clock;
  private final Backlog backlog;
  private final TurnBudget messages = TurnBudget.ofMessages();
  private final TurnBudget records;
  private int visits;
  private boolean isOverrun;

  /// True once the time limit of this part is set.
  private boolean isTimed;

  private long timedAt;

  /// @param backlog the work that waits for a later turn
  /// @param records the budget that the layers of this loop charge
  TurnLimits(Clock clock, Backlog backlog, TurnBudget records) {
    this.clock = clock;
    this.backlog = backlog;
    this.records = records;
  }

  /// Begins a turn with its first part, ready sockets.
  void beginTurn() {
    isOverrun = false;
    beginPart();
  }

  /// Begins the next part of the turn.
  void beginPart() {
    boolean isCrowd = backlog.isCrowd();
    messages.restart(isCrowd);
    records.restart(isCrowd);
    isTimed = false;
  }

  /// Counts the visit of a ready socket.
  ///
  /// @param turnBeganAt the time at which the turn began, in the clock's nanoseconds
  void visit(long turnBeganAt) {
    visits++;
    if (visits % VISITS_PER_CHECK == 0 && clock.nanos() - turnBeganAt >= CROWDED_NANOS) {
      isOverrun = true;
    }
  }

  /// Returns the budget of messages.
  TurnBudget messages() {
    return messages;
  }

  /// Returns the work done so far in this part, converted to a number of messages.
  int work() {
    return messages.done() + MESSAGES_PER_RECORD * records.done();
  }

  /// Returns true if a budget of this part is used up.
  boolean isSpent() {
    return messages.isSpent() || records.isSpent();
  }

  /// Returns true if there is so much to do that input should wait in the kernel.
  boolean isCrowded() {
    return isOverrun || backlog.isCrowd() || isSpent();
  }

  /// Returns true if this part has used up its time. The time runs from the first call on, so that
  /// short turns need not read the clock.
  boolean isLate() {
    return isLate(PART_NANOS);
  }

  /// Returns true if this part has used up another time limit than its own.
  ///
  /// @param nanos from the first call of this or of [#isLate()] in this part
  boolean isLate(long nanos) {
    long time = clock.nanos();
    if (!isTimed) {
      isTimed = true;
      timedAt = time;
    }
    return time - timedAt >= nanos;
  }
}
