package dev.parley.limit;

/// How many datagrams a program may answer one source with, so that two programs which answer
/// everything do not talk to each other for ever (CERT VU#417980). Nobody can tell a datagram of
/// such a program from a question; but its answers to ours never stop, and what is not answered
/// ends the circle. So of each source
/// - so many a second are answered, on average and at once; those beyond are not;
/// - and of a source that gets more than [#LONG_RUN_PER_SECOND] for so long that it has had
///   [#LONG_RUN] besides, one in [#WITHHELD_OF] is not, at random: a slow circle, between hosts
///   that are far from each other, ends too.
///
/// An honest client that asks that often loses as much as on a good network, and asks again.
/// Confined to one thread, never blocks, allocates nothing.
public final class AnswerBudget {
  /// What a source may be sent for ever without a loss.
  static final int LONG_RUN_PER_SECOND = 10;

  /// What it may be sent besides before the first loss.
  static final int LONG_RUN = 10_000;

  /// Of how many answers one is withheld then. A power of two.
  static final int WITHHELD_OF = 1 << 10;

  private final HashedRates rates;
  private final HashedRates longRun;
  private long dice;

  /// @param perSecond answers to one source, from 1 to a million
  public AnswerBudget(int perSecond, long nowNanos) {
    this.rates = new HashedRates(perSecond, perSecond, nowNanos);
    this.longRun = new HashedRates(LONG_RUN_PER_SECOND, LONG_RUN, nowNanos);
  }

  /// Counts one more answer; false if it must not be given.
  ///
  /// @param hash the [SecretHash] of the source
  public boolean take(long hash, long nowNanos) {
    return rates.take(hash, nowNanos) && (longRun.take(hash, nowNanos) || !isUnlucky(hash));
  }

  private boolean isUnlucky(long hash) {
    dice = SecretHash.of(dice, hash);
    return (dice & (WITHHELD_OF - 1)) == 0;
  }
}
