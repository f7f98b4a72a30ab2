package dev.parley.limit;

import dev.parley.problem.Setting;
import dev.parley.problem.Unit;

/// Limits on the peers of plain datagrams, whose source addresses can be forged. Immutable, safe
/// for any thread.
///
/// @param answersPerSecond the maximum number of datagrams per second, as average rate and as
///   burst, that each listener sends to one source ([Source]) for an automatic handler
///   (`Handler.isAutomatic`); from 0 to a million, 0 means unlimited. It limits everything sent,
///   whether an answer or not; incoming datagrams are still delivered. A source that is sent more
///   than ten a second for a long time also loses one in 1,024 ([AnswerBudget] explains why).
///   Without it, one forged datagram can make two servers answer each other for ever
/// @param newcomersPerSecond the maximum number of new sources per second that each listener
///   admits, on average; the burst is the same, but at most 1,000; from 0 to a million, 0 means
///   unlimited. Further ones are admitted if they send again within a second ([NewcomerGate]).
///   Forged sources do not, so their datagrams cost little and are not answered. Peers that have a
///   session are not affected
public record DatagramLimits(int answersPerSecond, int newcomersPerSecond) {
  private static final int MOST = 1_000_000;
  private static final DatagramLimits DEFAULTS = new DatagramLimits(1_000, 10_000);

  /// Checks ranges.
  ///
  /// @throws IllegalArgumentException with a sentence that names the limit, its value and its range
  public DatagramLimits {
    Range.check(Setting.ANSWERS_PER_SECOND, answersPerSecond, Unit.ANSWERS_PER_SECOND, 0, MOST);
    Range.check(
        Setting.NEWCOMERS_PER_SECOND, newcomersPerSecond, Unit.NEWCOMERS_PER_SECOND, 0, MOST);
  }

  /// Returns the defaults: 1,000 answers a second per source, 10,000 newcomers a second.
  public static DatagramLimits defaults() {
    return DEFAULTS;
  }

  /// Returns a copy with another `answersPerSecond`.
  public DatagramLimits withAnswersPerSecond(int answers) {
    return new DatagramLimits(answers, newcomersPerSecond);
  }

  /// Returns a copy with another `newcomersPerSecond`.
  public DatagramLimits withNewcomersPerSecond(int newcomers) {
    return new DatagramLimits(answersPerSecond, newcomers);
  }
}
