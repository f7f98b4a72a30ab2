package dev.parley.hmac;

import java.util.Arrays;
import java.util.Random;

/// A measurement of whether an operation's running time reveals which of two kinds of input it had:
/// Welch's t-test over many runs. The two kinds alternate at random so that noise hits both alike,
/// and the slowest tenth is dropped (Reparaz, Balasch and Verbauwhede, "Dude, is my code constant
/// time?", DATE 2017).
///
/// @param t Welch's statistic; its absolute value exceeds 4.5 by chance once in 100,000 times
/// @param meanNanos the mean of all runs that were kept
/// @param differenceNanos how much longer the second kind takes on average
record TimeDifference(double t, double meanNanos, double differenceNanos) {
  private static final double KEPT = 0.9;

  /// An operation that can run with two kinds of input.
  interface Trial {
    /// Prepares the next run's input, of the first kind or the second; not measured.
    void prepare(boolean isSecond);

    /// Runs once; measured.
    void run();
  }

  /// Measures `runs` runs. The first calls for a trial are meaningless, since the JIT is still
  /// compiling.
  static TimeDifference measure(Trial trial, int runs, Random random) {
    long[] nanos = new long[runs];
    boolean[] isSecond = new boolean[runs];
    measureInto(trial, nanos, isSecond, random);
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    long longest = sorted[(int) (KEPT * (runs - 1))];
    Sample first = new Sample();
    Sample second = new Sample();
    for (int i = 0; i < runs; i++) {
      if (nanos[i] <= longest) {
        (isSecond[i] ? second : first).add((double) nanos[i]);
      }
    }
    double difference = second.mean - first.mean;
    double t = difference / Math.sqrt(first.squaredError() + second.squaredError());
    double mean =
        (first.mean * first.count + second.mean * second.count) / (first.count + second.count);
    return new TimeDifference(t, mean, difference);
  }

  private static void measureInto(Trial trial, long[] nanos, boolean[] isSecond, Random random) {
    for (int i = 0; i < nanos.length; i++) {
      isSecond[i] = random.nextBoolean();
      trial.prepare(isSecond[i]);
      long start = System.nanoTime();
      trial.run();
      nanos[i] = System.nanoTime() - start;
    }
  }

  /// Running mean and variance (Welford).
  private static final class Sample {
    int count;
    double mean;
    double squares;

    void add(double value) {
      count++;
      double before = value - mean;
      mean += before / count;
      squares += before * (value - mean);
    }

    double squaredError() {
      return squares / (count - 1) / count;
    }
  }
}
