package dev.parley.limit;

/// How much a server gives to the peers of plain datagrams, who can be anybody: the sender of a
/// datagram can be forged. Immutable, safe for any thread.
///
/// @param answersPerSecond the most datagrams a second that one source ([Source]) is sent by an
///   automatic handler (`Handler.isAutomatic`), on average and at once, by each listener; from 0 to
///   a million, 0 means any number. It limits what is sent, whether it answers something or not:
///   what comes is delivered all the same. A source that is sent more than ten a second for long
///   loses one in 1,024 besides ([AnswerBudget] says why). Without it, one forged datagram can make
///   two servers answer each other for ever
/// @param newcomersPerSecond the most sources that each listener lets in a second when they send
///   for the first time, on average; at once as many, but no more than 1,000; from 0 to a million,
///   0 means any number. Those beyond are let in when they send again within a second
///   ([NewcomerGate]), so that datagrams from forged sources, which do not, cost little and are not
///   answered. Peers that have a session already are not concerned
public record DatagramLimits(int answersPerSecond, int newcomersPerSecond) {
  private static final int MOST = 1_000_000;
  private static final DatagramLimits DEFAULTS = new DatagramLimits(1_000, 10_000);

  /// Limits as given.
  ///
  /// @throws IllegalArgumentException with a sentence that names the limit, its value and its range
  public DatagramLimits {
    Range.check("answersPerSecond", answersPerSecond, "answers/s", 0, MOST);
    Range.check("newcomersPerSecond", newcomersPerSecond, "newcomers/s", 0, MOST);
  }

  /// 1,000 answers a second to one source, 10,000 newcomers a second.
  public static DatagramLimits defaults() {
    return DEFAULTS;
  }

  /// The same with another `answersPerSecond`.
  public DatagramLimits withAnswersPerSecond(int answers) {
    return new DatagramLimits(answers, newcomersPerSecond);
  }

  /// The same with another `newcomersPerSecond`.
  public DatagramLimits withNewcomersPerSecond(int newcomers) {
    return new DatagramLimits(answersPerSecond, newcomers);
  }
}
