package dev.parley.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

/// Assertions about what is said to people.
public final class Sentences {
  private Sentences() {}

  /// It is short and has nothing in it that a terminal would obey.
  public static void assertShowable(String sentence) {
    assertTrue(sentence.length() < 600, sentence);
    assertTrue(sentence.chars().allMatch(c -> c >= ' ' && c <= '~'), sentence);
  }
}
