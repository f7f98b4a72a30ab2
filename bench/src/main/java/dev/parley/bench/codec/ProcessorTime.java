package dev.parley.bench.codec;

import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/// A JMH profiler that reports the processor time of an operation, user and system, of all threads
/// of the JVM together: unlike elapsed time it does not depend on other processes. It includes the
/// compilers and the collector.
public final class ProcessorTime implements InternalProfiler {
  /// The name of its result, in microseconds.
  public static final String RESULT = "cpu";

  private long before;

  /// Called by JMH.
  public ProcessorTime() {}

  @Override
  public String getDescription() {
    return "processor time per operation";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = nanos();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double micros = (nanos() - before) / 1e3;
    return List.of(
        new ScalarResult(
            RESULT, micros / result.getMetadata().getAllOps(), "us/op", AggregationPolicy.AVG));
  }

  private static long nanos() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }
}
