package dev.parley.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

/// Assertions about sentences for people.
public final class Sentences {
  private Sentences() {}

  /// Asserts that a sentence is short and contains nothing that a terminal would interpret.
  public static void assertShowable(String sentence) {
    assertTrue(sentence.length() < 600, sentence);
    assertTrue(sentence.chars().allMatch(c -> c >= ' ' && c <= '~'), sentence);
  }
}
