package dev.parley.bench.attack;

import java.util.Arrays;
import java.util.Locale;

/// How questions were answered.
///
/// @param asked how many questions there were
/// @param answered how many of them had an answer within [Honest#BOUND]
/// @param medianMicros of all questions, from when each was due; an unanswered one counts as the
///   bound
/// @param worstMicros the longest
public record Answers(long asked, long answered, double medianMicros, double worstMicros) {
  private static final int WORDS = 4;

  /// No question at all.
  public static final Answers NONE = new Answers(0, 0, 0, 0);

  /// Sums up times in nanoseconds; those that are not below the bound have no answer.
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

  /// Reads what [#toString()] wrote, from the word at `index` on.
  public static Answers parse(String[] words, int index) {
    return new Answers(
        Long.parseLong(words[index]),
        Long.parseLong(words[index + 1]),
        Double.parseDouble(words[index + 2]),
        Double.parseDouble(words[index + WORDS - 1]));
  }

  /// True if no question was left without an answer.
  public boolean isComplete() {
    return answered == asked && asked > 0;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%d %d %.1f %.1f", asked, answered, medianMicros, worstMicros);
  }
}
