package dev.parley.load;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;

/// What a run has measured. All of the measured window, nothing of the warm-up.
///
/// @param seconds how long was measured
/// @param messages answers that have come, right or wrong
/// @param wrong answers that were not the right one, and some that nobody had asked for
/// @param lost datagrams without an answer
/// @param late datagrams whose answer came after they had been given up; not among the lost
/// @param failedConnections those that could not be opened, or ended before the end
/// @param unanswered requests over streams that had no answer at the end
/// @param pace how well an open loop kept its schedule, null in a closed one
/// @param curve the distribution of latencies, from the shortest on
/// @param server what the server's process used, null if nobody asked
/// @param generator what this process used; null where the system does not tell
/// @param timeline second by second
/// @param parts the same in parts of a second, for charts
public record BenchReport(
    Load load,
    double seconds,
    long messages,
    long wrong,
    long lost,
    long late,
    long failedConnections,
    long unanswered,
    @Nullable Pace pace,
    Latency latency,
    List<Percentile> curve,
    @Nullable Usage server,
    @Nullable Usage generator,
    List<Second> timeline,
    List<Second> parts) {
  private static final double NANOS_PER_MICRO = 1000;

  /// Lists are copied.
  public BenchReport {
    curve = List.copyOf(curve);
    timeline = List.copyOf(timeline);
    parts = List.copyOf(parts);
  }

  /// Latencies in microseconds, exact to three digits.
  public record Latency(
      double min,
      double mean,
      double p50,
      double p90,
      double p99,
      double p999,
      double p9999,
      double max) {
    static Latency of(Histogram all) {
      return new Latency(
          micros(all.getMinValue()),
          all.getMean() / NANOS_PER_MICRO,
          at(all, 50),
          at(all, 90),
          at(all, 99),
          at(all, 99.9),
          at(all, 99.99),
          micros(all.getMaxValue()));
    }
  }

  /// So many percent of the answers took at most so many microseconds.
  public record Percentile(double percent, double micros) {}

  /// What one second, or a part of one, has brought.
  ///
  /// @param endSeconds when it ended, from the beginning of the measuring
  public record Second(double endSeconds, double messagesPerSecond, double p99Micros) {}

  /// How an open loop kept its schedule, where the server did not keep it from sending.
  ///
  /// @param sent requests that left
  /// @param tardy those of them that left more than a millisecond after they were due
  /// @param mostBehindMicros the most that one was behind
  public record Pace(long sent, long tardy, double mostBehindMicros) {}

  /// Answers a second.
  public double messagesPerSecond() {
    return seconds > 0 ? messages / seconds : 0;
  }

  /// The processor time of each message; 0 without messages.
  public double cpuMicrosPerMessage(Usage usage) {
    return messages == 0 ? 0 : usage.cpuSeconds() * 1e6 / messages;
  }

  static double at(Histogram all, double percentile) {
    return micros(all.getValueAtPercentile(percentile));
  }

  private static double micros(long nanos) {
    return nanos / NANOS_PER_MICRO;
  }

  /// The distribution, with more points towards the end, where the rare ones are.
  static List<Percentile> curve(Histogram all) {
    List<Percentile> points = new ArrayList<>();
    for (HistogramIterationValue value : all.percentiles(5)) {
      points.add(
          new Percentile(value.getPercentileLevelIteratedTo(), micros(value.getValueIteratedTo())));
    }
    return points;
  }
}
