package dev.parley.chat.protocol;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The constants of an enum as words in JSON: `TOO_FAST` is `too-fast`. Not changed after it was
/// made.
final class Words<E extends Enum<E>> {
  private final Map<E, String> words;

  Words(Class<E> type) {
    words = new EnumMap<>(type);
    for (E constant : type.getEnumConstants()) {
      words.put(constant, of(constant));
    }
  }

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String word(E constant) {
    String word = words.get(constant);
    if (word == null) {
      throw new AssertionError(constant);
    }
    return word;
  }

  /// Returns null if there is no such word.
  @Nullable E constant(String word) {
    for (Map.Entry<E, String> one : words.entrySet()) {
      if (one.getValue().equals(word)) {
        return one.getKey();
      }
    }
    return null;
  }

  /// Returns all words, to be shown.
  @Override
  public String toString() {
    return String.join(", ", words.values());
  }
}
