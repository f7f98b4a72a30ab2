package dev.parley.load;

import org.HdrHistogram.AbstractHistogram;

/// The results of a [StandingLoad] turn, or of several together. Immutable.
public final class Turn {
  private final Slice seen;
  private final double seconds;
  private final long lost;
  private final long unanswered;

  /// @param seen must not change any more
  Turn(Slice seen, double seconds, long lost, long unanswered) {
    this.seen = seen;
    this.seconds = seconds;
    this.lost = lost;
    this.unanswered = unanswered;
  }

  /// Returns an empty result.
  public static Turn none() {
    return new Turn(new Slice(0), 0, 0, 0);
  }

  /// Returns the results of another generator, whose answers are all correct.
  ///
  /// @param latencies in nanoseconds, an hour at most
  public static Turn of(AbstractHistogram latencies, double seconds) {
    Slice seen = new Slice(0);
    seen.latencies.add(latencies);
    return new Turn(seen, seconds, 0, 0);
  }

  /// Returns the sum of this and another result.
  public Turn plus(Turn other) {
    Slice both = new Slice(0);
    both.add(seen);
    both.add(other.seen);
    return new Turn(
        both, seconds + other.seconds, lost + other.lost, unanswered + other.unanswered);
  }

  /// Returns the number of answers received, correct or wrong.
  public long messages() {
    return seen.messages();
  }

  /// Returns the number of wrong answers, including unsolicited ones.
  public long wrong() {
    return seen.wrong;
  }

  /// Returns the number of datagrams that were given up.
  public long lost() {
    return lost;
  }

  /// Returns the number of requests unanswered when the wait for them ended: more answers may come,
  /// so the connections are not quiet.
  public long unanswered() {
    return unanswered;
  }

  /// Returns the number of connections that have ended, including idle ones.
  public long failedConnections() {
    return seen.failedConnections;
  }

  /// Returns how long it ran in seconds: until the last answer, including the time to give up lost
  /// datagrams.
  public double seconds() {
    return seconds;
  }

  /// Returns the latencies of the answers.
  public BenchReport.Latency latency() {
    return BenchReport.Latency.of(seen.latencies);
  }
}
