package dev.parley.load;

/// What a [StandingLoad] has seen while it was on, or in several such turns together. Immutable.
public final class Turn {
  private final Slice seen;
  private final double seconds;
  private final long lost;
  private final long unanswered;

  /// @param seen not changed any more
  Turn(Slice seen, double seconds, long lost, long unanswered) {
    this.seen = seen;
    this.seconds = seconds;
    this.lost = lost;
    this.unanswered = unanswered;
  }

  /// No turn so far.
  public static Turn none() {
    return new Turn(new Slice(0), 0, 0, 0);
  }

  /// This and another one together.
  public Turn plus(Turn other) {
    Slice both = new Slice(0);
    both.add(seen);
    both.add(other.seen);
    return new Turn(
        both, seconds + other.seconds, lost + other.lost, unanswered + other.unanswered);
  }

  /// Answers that have come, right or wrong.
  public long messages() {
    return seen.messages();
  }

  /// Answers that were not the right one, and some that nobody had asked for.
  public long wrong() {
    return seen.wrong;
  }

  /// Datagrams that were given up.
  public long lost() {
    return lost;
  }

  /// Requests whose answer was not there when the patience was over: more may come, the connections
  /// are not quiet.
  public long unanswered() {
    return unanswered;
  }

  /// Connections that have ended, those that say nothing included.
  public long failedConnections() {
    return seen.failedConnections;
  }

  /// How long it was on: until the last answer, with what it took to give up the lost.
  public double seconds() {
    return seconds;
  }

  /// How long answers took.
  public BenchReport.Latency latency() {
    return BenchReport.Latency.of(seen.latencies);
  }
}
