package dev.parley.chat.history;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The words of a search, as texts that a message must contain, whatever the case or the width of
/// their letters.
final class Words {
  private final List<String> words;

  /// @param typed what a person has typed, separated by white space
  Words(String typed) {
    words = Stream.of(folded(typed).split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }

  /// Returns true if a text has all of the words; false if there are none.
  boolean areIn(String text) {
    String folded = folded(text);
    return !words.isEmpty() && words.stream().allMatch(folded::contains);
  }

  private static String folded(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
  }
}
