package dev.parley.bench;

import dev.parley.bench.codec.LayerBenchmark;
import dev.parley.bench.codec.ProcessorTime;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/// The cost of sealing without sockets, under JMH in separate processes.
///
/// @param byName `refusal`, and `record` and `ciphers` with the size of a message: `record 64`
record LayerCosts(Map<String, Figure> byName) {
  /// One figure.
  ///
  /// @param micros processor time, quartiles of JMH's iterations
  /// @param bytes allocated, without regard to collections
  record Figure(Spread micros, double bytes) {}

  private static final String ALLOCATED = "gc.alloc.rate.norm";

  /// Measures for about a minute; blocks.
  static LayerCosts measure() throws IOException {
    try {
      return of(
          new Runner(
                  new OptionsBuilder()
                      .include(LayerBenchmark.class.getName())
                      .jvmArgs(Program.JVM_OPTIONS.toArray(String[]::new))
                      .addProfiler(GCProfiler.class)
                      .addProfiler(ProcessorTime.class)
                      .verbosity(VerboseMode.SILENT)
                      .build())
              .run());
    } catch (RunnerException e) {
      throw new IOException("JMH: " + e.getMessage(), e);
    }
  }

  /// Returns the figure of this name.
  Figure figure(String name) {
    return Objects.requireNonNull(byName.get(name), name);
  }

  private static LayerCosts of(Collection<RunResult> results) throws IOException {
    Map<String, Figure> byName = new LinkedHashMap<>();
    for (RunResult result : results) {
      String size = result.getParams().getParam("size");
      String name = result.getPrimaryResult().getLabel();
      Statistics times = found(result, ProcessorTime.RESULT).getStatistics();
      Spread micros =
          new Spread(
              times.getPercentile(50),
              times.getPercentile(25),
              times.getPercentile(75),
              (int) times.getN());
      byName.put(
          size == null ? name : name + " " + size,
          new Figure(micros, found(result, ALLOCATED).getScore()));
    }
    return new LayerCosts(byName);
  }

  private static Result<?> found(RunResult result, String name) throws IOException {
    Result<?> found = result.getSecondaryResults().get(name);
    if (found == null) {
      throw new IOException("JMH does not tell " + name);
    }
    return found;
  }
}
