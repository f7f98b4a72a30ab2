package dev.parley.load;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;

/// The result of a run: everything in the measured window, nothing of the warm-up.
///
/// @param seconds the length of the measured window
/// @param messages answers received, correct or wrong
/// @param wrong wrong answers, including unsolicited ones
/// @param lost datagrams without an answer
/// @param late datagrams whose answer came after they were given up; not counted in `lost`
/// @param failedConnections connections that could not be opened, or ended early
/// @param unanswered stream requests without an answer at the end
/// @param pace how well an open loop kept its schedule, null for a closed one
/// @param curve the latency distribution, ascending
/// @param server the resource usage of the server's process, null if not requested
/// @param generator the resource usage of this process; null if the system does not report it
/// @param timeline one entry per second
/// @param parts the same in fractions of a second, for charts
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

  /// Copies the lists.
  public BenchReport {
    curve = List.copyOf(curve);
    timeline = List.copyOf(timeline);
    parts = List.copyOf(parts);
  }

  /// Latencies in microseconds, with three significant digits.
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

  /// The latency in microseconds that `percent` percent of the answers did not exceed.
  public record Percentile(double percent, double micros) {}

  /// The figures of one second, or a part of one.
  ///
  /// @param endSeconds its end, in seconds since the start of the measurement
  public record Second(double endSeconds, double messagesPerSecond, double p99Micros) {}

  /// How well an open loop kept its schedule, disregarding delays caused by the server.
  ///
  /// @param sent requests sent
  /// @param tardy those sent more than a millisecond after they were due
  /// @param mostBehindMicros the longest delay
  public record Pace(long sent, long tardy, double mostBehindMicros) {}

  /// Returns the answers per second.
  public double messagesPerSecond() {
    return seconds > 0 ? messages / seconds : 0;
  }

  /// Returns the processor time per message in microseconds; 0 without messages.
  public double cpuMicrosPerMessage(Usage usage) {
    return messages == 0 ? 0 : usage.cpuSeconds() * 1e6 / messages;
  }

  static double at(Histogram all, double percentile) {
    return micros(all.getValueAtPercentile(percentile));
  }

  private static double micros(long nanos) {
    return nanos / NANOS_PER_MICRO;
  }

  /// Returns the distribution, with more points towards the tail.
  static List<Percentile> curve(Histogram all) {
    List<Percentile> points = new ArrayList<>();
    for (HistogramIterationValue value : all.percentiles(5)) {
      points.add(
          new Percentile(value.getPercentileLevelIteratedTo(), micros(value.getValueIteratedTo())));
    }
    return points;
  }
}
