package dev.parley.bench.attack;

import java.util.Arrays;
import java.util.Locale;

/// The answers to a number of requests.
///
/// @param asked the number of requests
/// @param answered how many of them were answered within [Honest#BOUND]
/// @param medianMicros of all requests, from when each was due; an unanswered one counts as the
///   bound
/// @param worstMicros the longest
public record Answers(long asked, long answered, double medianMicros, double worstMicros) {
  private static final int WORDS = 4;

  /// No request at all.
  public static final Answers NONE = new Answers(0, 0, 0, 0);

  /// Sums up times in nanoseconds; those not below the bound count as unanswered.
  static Answers of(long[] nanos, long bound) {
    if (nanos.length == 0) {
      return NONE;
    }
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Answers(
        sorted.length,
        Arrays.stream(sorted).filter(each -> each < bound).count(),
        Math.min(bound, sorted[sorted.length / 2]) / 1e3,
        Math.min(bound, sorted[sorted.length - 1]) / 1e3);
  }

  /// Parses the output of [#toString()], from the word at `index` on.
  public static Answers parse(String[] words, int index) {
    return new Answers(
        Long.parseLong(words[index]),
        Long.parseLong(words[index + 1]),
        Double.parseDouble(words[index + 2]),
        Double.parseDouble(words[index + WORDS - 1]));
  }

  /// True if every request was answered.
  public boolean isComplete() {
    return answered == asked && asked > 0;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%d %d %.1f %.1f", asked, answered, medianMicros, worstMicros);
  }
}
