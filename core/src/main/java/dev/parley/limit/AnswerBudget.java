package dev.parley.limit;

/// Limits how many datagrams a program answers per source, so that two programs that answer
/// everything do not answer each other for ever (CERT VU#417980). An answer from such a program
/// looks like any other request, but the exchange never stops unless one side leaves an answer out.
/// Therefore each source
/// - is answered at most a given number of times a second, as average rate and as burst;
/// - and if it gets more than [#LONG_RUN_PER_SECOND] for so long that it has used up [#LONG_RUN]
///   more, loses one answer in [#WITHHELD_OF], at random. That also ends slow loops between distant
///   hosts.
///
/// An honest client at such a rate sees the loss of a good network, and asks again. Confined to one
/// thread, never blocks, allocates nothing.
public final class AnswerBudget {
  /// Answers per second that a source may get for ever without loss.
  static final int LONG_RUN_PER_SECOND = 10;

  /// Answers that it may get in addition before the first loss.
  static final int LONG_RUN = 10_000;

  /// After that, one of this many answers is withheld. A power of two.
  static final int WITHHELD_OF = 1 << 10;

  private final HashedRates rates;
  private final HashedRates longRun;
  private long dice;

  /// @param perSecond answers per source, from 1 to a million
  public AnswerBudget(int perSecond, long nowNanos) {
    this.rates = new HashedRates(perSecond, perSecond, nowNanos);
    this.longRun = new HashedRates(LONG_RUN_PER_SECOND, LONG_RUN, nowNanos);
  }

  /// Counts one more answer; returns false if it must not be sent.
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
